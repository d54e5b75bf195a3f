"""Replies that are given again: the same as before, for the same request alone, within a number of bytes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask, Response, request
from flask.testing import FlaskClient

from guanxia.web import ready
from guanxia.web.ready import Ready, keep
from guanxia.web.replies import reply


class Counted:
    """A small application that counts how often it is asked."""

    def __init__(self, limit: int) -> None:
        self.calls = 0
        app = Flask("counted", static_folder=None)
        app.add_url_rule("/kept/<name>", "kept", self.kept)
        app.add_url_rule("/free", "free", self.free)
        app.wsgi_app = Ready(app.wsgi_app, limit)  # type: ignore[method-assign]
        self.client = app.test_client()

    def kept(self, name: str) -> Response:
        self.calls += 1
        body = f"{name} {request.accept_mimetypes} {request.accept_languages} {request.query_string!r} ".encode() * 50
        return keep(reply(body, "text/plain", "release"), request)

    def free(self) -> Response:
        self.calls += 1
        return reply(b"free", "text/plain", "release")


@pytest.fixture
def counted() -> Iterator[Counted]:
    yield Counted(100_000)


def test_a_marked_reply_is_made_once(counted: Counted) -> None:
    first, second = counted.client.get("/kept/a"), counted.client.get("/kept/a")
    assert counted.calls == 1 and first.data == second.data
    assert counted.client.head("/kept/a").headers["Content-Length"] == str(len(first.data))
    assert counted.client.get("/kept/a", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert counted.calls == 1


def test_what_is_not_marked_is_made_each_time(counted: Counted) -> None:
    for _ in range(3):
        assert counted.client.get("/free").data == b"free"
    assert counted.calls == 3


@pytest.mark.parametrize(
    "other",
    [
        {"path": "/kept/b"},
        {"query_string": "x=1"},
        {"headers": {"Accept": "text/plain"}},
        {"headers": {"Accept-Language": "en"}},
        {"headers": {"Range": "bytes=0-3"}},
        {"method": "POST"},
    ],
)
def test_another_request_gets_a_reply_of_its_own(counted: Counted, other: dict[str, object]) -> None:
    counted.client.get("/kept/a")
    counted.client.open(**{"path": "/kept/a", **other})  # type: ignore[arg-type]
    assert counted.calls == 2 or other.get("method") == "POST"


def test_another_day_gets_a_reply_of_its_own(counted: Counted, monkeypatch: pytest.MonkeyPatch) -> None:
    counted.client.get("/kept/a")
    monkeypatch.setattr(ready, "today", lambda: "another day")
    counted.client.get("/kept/a")
    assert counted.calls == 2


def test_memory_is_bounded_and_overlong_requests_are_not_kept() -> None:
    counted = Counted(20_000)
    for number in range(50):
        counted.client.get(f"/kept/{number}")
    counted.client.get("/kept/0")
    assert counted.calls == 51
    for _ in range(2):
        counted.client.get("/kept/long", headers={"Accept": "x" * 2_000})
    assert counted.calls == 53


def test_a_client_cannot_change_what_others_get(client: FlaskClient) -> None:
    path = "/doc/notice/guilin-2020-27/SI-5"
    plain = client.get(path).data
    for headers in ({"Host": "evil.example"}, {"X-Forwarded-Host": "evil.example"}, {"Cookie": "lang=en"}):
        client.get(path, headers=headers)
    assert client.get(path).data == plain and b"evil" not in plain
