"""Plain questions answered before Flask makes its request and response: that costs as much as deciding."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import TYPE_CHECKING

from guanxia import cases

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    from guanxia.app import Service

PATH = "/api/v1/jurisdiction"


class Direct:
    """WSGI in front of WSGI: a question in plain JSON is answered here, anything else goes on as it came.

    What cannot be answered goes on too, with its body, so that errors are told in one place.
    """

    def __init__(self, application: WSGIApplication, service: Service) -> None:
        self._application, self._service = application, service

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] == PATH and self._plain(environ):
            body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
            try:
                answer = self._service.answers.answer(cases.from_json(body, self._service.laws))
            except Exception:
                environ["wsgi.input"] = BytesIO(body)
            else:
                start_response(
                    "200 OK",
                    [
                        ("Content-Type", "application/json"),
                        ("Content-Length", str(len(answer))),
                        ("Access-Control-Allow-Origin", "*"),
                    ],
                )
                return (answer,)
        return self._application(environ, start_response)

    def _plain(self, environ: WSGIEnvironment) -> bool:
        length = environ.get("CONTENT_LENGTH", "")
        return (
            environ["REQUEST_METHOD"] == "POST"
            and environ.get("CONTENT_TYPE") == "application/json"
            and length.isdecimal()
            and len(length) < 10
            and int(length) <= self._service.settings.max_body
            and "HTTP_CONTENT_ENCODING" not in environ
            and "HTTP_TRANSFER_ENCODING" not in environ
        )
