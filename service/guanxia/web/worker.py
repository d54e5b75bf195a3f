"""The application as a server's worker makes it: it learns when it is to stop."""

from __future__ import annotations

from flask import Flask

from guanxia.app import create_app
from guanxia.web import closing


def application() -> Flask:
    """The WSGI application. In the main thread alone."""
    closing.watch()
    return create_app()
