"""Reports on referral packages in the forms that people and programs take: pure renderers, no clock, no engine.

The same packages, examined by the same release, give the same bytes in every format.
"""
