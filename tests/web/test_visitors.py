"""Who asks, whether they still wait, and who reads too slowly: over real connections of this process."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator

import pytest
from flask import Flask, request

from guanxia.web.presence import Presence
from guanxia.web.slow_readers import SlowReaders
from guanxia.web.visitors import visitor_of
from tests.cage.conftest import soon

Pair = tuple[socket.socket, socket.socket]


@pytest.mark.parametrize(
    ("remote", "forwarded", "proxies", "key"),
    [
        ("192.0.2.1", None, 0, "192.0.2.1"),
        ("192.0.2.1", "203.0.113.9", 0, "192.0.2.1"),
        ("192.0.2.1", "203.0.113.9", 1, "203.0.113.9"),
        ("192.0.2.1", "6.6.6.6, 203.0.113.9", 1, "203.0.113.9"),
        ("192.0.2.1", "6.6.6.6, 203.0.113.9, 192.0.2.2", 2, "203.0.113.9"),
        ("192.0.2.1", "203.0.113.9", 2, "192.0.2.1"),
        ("192.0.2.1", None, 1, "192.0.2.1"),
        ("192.0.2.1", "unknown", 1, "192.0.2.1"),
        ("192.0.2.1", "203.0.113.9:4711", 1, "203.0.113.9"),
        ("192.0.2.1", "[2001:db8:1:2:3::4]:4711", 1, "2001:db8:1:2::/64"),
        ("2001:db8:1:2:aaaa:bbbb:cccc:dddd", None, 0, "2001:db8:1:2::/64"),
        ("fe80::1%eth0", None, 0, "fe80::/64"),
        ("::ffff:192.0.2.1", None, 0, "192.0.2.1"),
    ],
)
def test_a_client_is_known_by_what_the_outermost_trusted_proxy_saw(
    remote: str, forwarded: str | None, proxies: int, key: str
) -> None:
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    with Flask("test").test_request_context("/", headers=headers, environ_base={"REMOTE_ADDR": remote}):
        assert visitor_of(request, proxies).key == key


@pytest.fixture
def server() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


def connected(server: socket.socket, said: bytes = b"GET / HTTP/1.1") -> Pair:
    """A client and the server's end of its connection; what it said has arrived."""
    client = socket.create_connection(server.getsockname(), timeout=5)
    here, _ = server.accept()
    if said:
        client.sendall(said)
        assert here.recv(len(said)) == said
    return client, here


def test_a_client_is_there_until_it_hangs_up(server: socket.socket) -> None:
    client, here = connected(server)
    presence = Presence("127.0.0.1", server.getsockname()[1])
    with here:
        assert not presence.gone() and not presence.gone()
        client.close()
        assert soon(presence.gone)


def test_a_client_whose_connection_the_server_has_closed_is_gone(server: socket.socket) -> None:
    client, here = connected(server)
    presence = Presence("127.0.0.1", server.getsockname()[1])
    assert not presence.gone()
    client.close()
    here.close()
    assert soon(presence.gone)


def test_another_client_of_the_same_address_is_not_taken_for_it(server: socket.socket) -> None:
    """Idle ones do not count, those that are answered meanwhile do not either; with two that wait nobody is gone."""
    idle, idle_here = connected(server)
    time.sleep(0.02)
    idle_here.sendall(b"HTTP/1.1 200 OK")
    fresh, fresh_here = connected(server, b"")
    other, other_here = connected(server)
    client, here = connected(server)
    presence = Presence("127.0.0.1", server.getsockname()[1])
    assert not presence.gone()
    client.close()
    assert not soon(presence.gone, 0.2)
    other_here.sendall(b"HTTP/1.1 200 OK")
    assert soon(presence.gone)
    for one in (idle, idle_here, fresh, fresh_here, other, other_here, here):
        one.close()


def test_of_an_address_without_connections_nothing_is_known() -> None:
    presence = Presence("198.51.100.77", 80)
    assert not presence.gone() and not presence.gone()


def test_looking_takes_nothing_from_the_server(server: socket.socket) -> None:
    client, here = connected(server)
    presence = Presence("127.0.0.1", server.getsockname()[1])
    for _ in range(100):
        assert not presence.gone()
    here.sendall(b"still here")
    assert client.recv(100) == b"still here"
    client.close()
    here.close()


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_one_that_does_not_read_is_cut_off_after_its_grace_and_one_that_reads_is_not(server: socket.socket) -> None:
    """T29."""
    stalled, stalled_here = connected(server)
    reading, reading_here = connected(server)
    idle, idle_here = connected(server)
    clock = Clock()
    readers = SlowReaders(server.getsockname()[1], 10.0, 1_000, clock)
    for here in (stalled_here, reading_here):
        here.setblocking(False)
        _fill(here)
    for clock.now in (0.0, 5.0, 9.9):
        assert readers.look() == 0
    reading.recv(1 << 20)
    assert soon(lambda: _fill(reading_here) > 20_000)
    clock.now = 10.1
    assert readers.look() == 1
    with pytest.raises(OSError):
        stalled_here.send(b"more")
    idle_here.sendall(b"whole")
    assert idle.recv(5) == b"whole"
    for one in (stalled, stalled_here, reading, reading_here, idle, idle_here):
        one.close()


def _fill(here: socket.socket) -> int:
    """Send until no more is taken; how many bytes that were."""
    sent = 0
    try:
        while True:
            sent += here.send(bytes(65536))
    except BlockingIOError:
        return sent


def test_connections_of_another_port_are_left_alone(server: socket.socket) -> None:
    client, here = connected(server)
    here.setblocking(False)
    _fill(here)
    clock = Clock()
    readers = SlowReaders(server.getsockname()[1] - 1, 1.0, 1_000_000, clock)
    assert readers.look() == 0
    clock.now = 100.0
    assert readers.look() == 0
    client.close()
    here.close()
