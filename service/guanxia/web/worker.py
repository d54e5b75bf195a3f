"""The application as a server's worker makes it: it learns when it is to stop."""

from __future__ import annotations

from flask import Flask

from guanxia.app import create_app
from guanxia.settings import Settings
from guanxia.web import closing
from guanxia.web.slow_readers import SlowReaders


def application() -> Flask:
    """The WSGI application. In the main thread alone."""
    closing.watch()
    settings = Settings.from_environment()
    SlowReaders(settings.port, settings.reader_grace, settings.reader_rate).watch()
    return create_app(settings)
