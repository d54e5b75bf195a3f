"""Who was refused is refused again at once and cheaply, and the ledger still learns how often."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from guanxia.app import make_app
from guanxia.cage import Cage
from guanxia.settings import Settings
from guanxia.web.refusals import HOLD_SECONDS
from tests.cage.conftest import soon

ASK, BROKEN = "/sparql?query=ASK%20%7B%7D", "/sparql?query=ASK%20%7B"
ONE, TWO = {"REMOTE_ADDR": "192.0.2.1"}, {"REMOTE_ADDR": "192.0.2.2"}


@pytest.fixture
def client() -> Iterator[FlaskClient]:
    """An application whose clients may make one error a minute and ignore fifty refusals."""
    app = make_app(replace(Settings(), client_errors=1, client_ignored=50))
    cage: Cage = app.extensions["guanxia"].cage
    cage.start()
    # Until it has read the graph the ledger hears of nothing.
    assert soon(lambda: bool(cage.status().children), 30.0)
    yield app.test_client()
    cage.close()


def refused(client: FlaskClient) -> TestResponse:
    """The first refusal after errors; how many exactly are let pass, the ledger's own tests hold."""
    replies = [client.get(BROKEN, environ_base=ONE)]
    while replies[-1].status_code == 400 and len(replies) < 5:
        replies.append(client.get(BROKEN, environ_base=ONE))
    assert len(replies) > 1 and replies[-1].status_code == 429
    return replies[-1]


def test_a_refusal_is_repeated_without_asking_until_its_time_is_over(client: FlaskClient) -> None:
    first = refused(client)
    again = client.get(ASK, environ_base=ONE)
    assert first.status_code == again.status_code == 429 and again.data == first.data
    assert again.headers == first.headers and int(again.headers["Retry-After"]) >= 1
    assert client.post("/sparql", data={"query": "ASK {}"}, environ_base=ONE).status_code == 429
    head = client.head(ASK, environ_base=ONE)
    assert head.status_code == 429 and head.data == b""
    other = client.get(ASK, environ_base=ONE, headers={"Accept": "text/html"})
    assert other.status_code == 429 and other.mimetype == "text/html"
    client.application.extensions["guanxia"].cage.clients(release="192.0.2.1")
    time.sleep(HOLD_SECONDS + 0.05)
    assert client.get(ASK, environ_base=ONE).status_code == 200


def test_others_and_what_is_no_query_are_not_refused(client: FlaskClient) -> None:
    refused(client)
    assert client.get(ASK, environ_base=ONE).status_code == 429
    assert client.get(ASK, environ_base=TWO).status_code == 200
    assert client.get("/sparql", environ_base=ONE).status_code == 200
    assert client.options("/sparql", environ_base=ONE).status_code == 204
    assert client.get("/livez", environ_base=ONE).status_code == 200


def test_refusals_that_were_repeated_count_too(client: FlaskClient) -> None:
    refused(client)
    statuses = [client.get(BROKEN, environ_base=ONE).status_code for _ in range(120)]
    assert 403 in statuses and statuses[-1] == 403
    assert 40 < statuses.index(403) < 100
