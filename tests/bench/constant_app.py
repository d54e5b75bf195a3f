"""The yardstick: a Flask route on the same server that reads the body and returns constant bytes."""

from __future__ import annotations

import os

from flask import Flask, Response, request


def create_app() -> Flask:
    """The application; ``BENCH_BYTES`` says how large its body is."""
    app = Flask("constant")
    body = b'{"constant":"' + b"x" * (int(os.environ["BENCH_BYTES"]) - 15) + b'"}'

    @app.post("/api/v1/jurisdiction")
    def constant() -> Response:
        request.get_data()
        return Response(body, content_type="application/json")

    @app.get("/readyz")
    def ready() -> Response:
        return Response(b"{}", content_type="application/json")

    return app
