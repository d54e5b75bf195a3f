"""Releases, the catalog, changes."""
