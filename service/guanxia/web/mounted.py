"""The service under the public address that the settings name: links follow it, whatever a request says."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Flask, Response, request

from guanxia.linked.addresses import Addresses
from guanxia.settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class Mounted:
    """WSGI in front of WSGI: names host and path of the public address, if there is one.

    A proxy may keep the path in front of what it passes on, or take it away.
    """

    def __init__(self, application: WSGIApplication, settings: Settings) -> None:
        self._application = application
        self._prefix = Addresses(settings).prefix
        self._parts = urlsplit(settings.base_url) if settings.base_url else None

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if self._parts is not None:
            path = environ["PATH_INFO"]
            if self._prefix and (path == self._prefix or path.startswith(f"{self._prefix}/")):
                environ["PATH_INFO"] = path[len(self._prefix) :] or "/"
            environ["SCRIPT_NAME"] = self._prefix
            environ["wsgi.url_scheme"], environ["HTTP_HOST"] = self._parts.scheme, self._parts.netloc
        return self._application(environ, start_response)


def mount(app: Flask, settings: Settings) -> None:
    """Put the application under its public address; without one its redirects name no host."""
    app.wsgi_app = Mounted(app.wsgi_app, settings)  # type: ignore[method-assign]
    if settings.base_url is None:
        app.after_request(_without_host)


def _without_host(response: Response) -> Response:
    location = response.headers.get("Location", "")
    if location.startswith(request.host_url):
        response.headers["Location"] = f"/{location.removeprefix(request.host_url)}"
        response.set_data(b"")
    return response
