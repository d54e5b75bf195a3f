"""Guanxia: who handles a social-insurance violation, on what basis, by what steps."""

__version__ = "0.1.0"
