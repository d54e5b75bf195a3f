"""A plain question is answered before Flask; nobody can tell from the reply."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

PATH = "/api/v1/jurisdiction"
PLAIN, FLASK = "application/json", "application/json; charset=utf-8"
BODIES = {
    "answer": b'{"facts": {"contributionDeclared": true, "contributionPaidInFull": false}, "on": "2020-10-12"}',
    "nothing known": b"{}",
    "contradiction": b'{"facts": {"employerRegistered": false, "employeeRegistered": true}, "on": "2020-10-12"}',
    "unknown fact": b'{"facts": {"contributionDeclraed": true}}',
    "not JSON": b"{",
    "empty": b"",
    "not UTF-8": b'{"area": "\xff"}',
    "too large": b'{"facts": {}' + b" " * 70_000 + b"}",
}


@pytest.mark.parametrize("name", BODIES)
def test_both_ways_give_the_same_reply(client: FlaskClient, name: str) -> None:
    direct, through = (client.post(PATH, data=BODIES[name], content_type=kind) for kind in (PLAIN, FLASK))
    assert direct.status == through.status
    assert direct.data == through.data
    assert dict(direct.headers) == dict(through.headers)


@pytest.mark.parametrize(
    ("headers", "status"),
    [({"Content-Encoding": "gzip"}, 415), ({"Content-Encoding": "identity"}, 200)],
)
def test_what_is_not_plain_goes_on_to_flask(client: FlaskClient, headers: dict[str, str], status: int) -> None:
    reply = client.post(PATH, data=b"{}", content_type=PLAIN, headers=headers)
    assert reply.status_code == status
