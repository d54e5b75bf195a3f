"""``guanxia clients``: who has taken how much of a running service, and letting a client in again (T39)."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from guanxia.cage import Cage, CageShare, Visitor
from guanxia.cage.keeper import Keeper
from guanxia.settings import Settings
from tests.cage.conftest import SETTINGS, TASKS
from tests.cli.conftest import Run

ONE, TWO = "192.0.2.7", "2001:db8:1:2::/64"


@pytest.fixture
def cage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cage]:
    """A service that alone runs in its folder for temporary files; one client is banned, one has made an error."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    keeper = Keeper(replace(SETTINGS, client_errors=1, client_ignored=1), TASKS)
    keeper.start()
    cage = Cage(replace(Settings(), cage_socket=str(keeper.path)))
    cage.note(Visitor(TWO))
    for _ in range(9):
        try:
            cage.note(Visitor(ONE))
        except CageShare as share:
            banned = share.banned
    assert banned
    yield cage
    keeper.close()


def test_clients_are_listed_the_banned_first(cage: Cage, run: Run) -> None:
    told = json.loads(run("clients", "--json").stdout)
    assert [one["client"] for one in told["clients"]] == [ONE, TWO]
    assert told["clients"][0]["banned"] > 86_000 and told["clients"][1]["errors"] == 0
    listed = run("clients", lang="zh_CN.UTF-8").stdout
    assert ONE in listed and TWO in listed and "暂停剩余" in listed


@pytest.mark.parametrize(("address", "client"), [(ONE, ONE), ("2001:db8:1:2::9", TWO), (TWO, TWO)])
def test_a_released_client_may_come_again(address: str, client: str, cage: Cage, run: Run) -> None:
    with pytest.raises(CageShare):
        cage.note(Visitor(client))
    found = run("clients", "--release", address)
    assert found.exit_code == 0 and found.stdout == f"{client}: released.\n"
    cage.note(Visitor(client))


def test_one_that_nothing_is_known_of_is_told(cage: Cage, run: Run) -> None:
    found = run("clients", "--release", "192.0.2.99", lang="zh_CN.UTF-8")
    assert found.exit_code == 0 and "无需解除" in found.stdout


def test_what_is_no_address_is_refused(run: Run) -> None:
    assert run("clients", "--release", "example.org").exit_code == 2


def test_without_a_service_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    found = run("clients")
    assert found.exit_code == 5 and "no running service" in found.stderr
    assert run("clients", "--socket", str(tmp_path / "cage")).exit_code == 5


def test_with_several_services_one_must_be_named(
    cage: Cage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    other = Keeper(SETTINGS, TASKS)
    other.start()
    try:
        assert run("clients").exit_code == 2
        assert run("clients", "--socket", str(other.path)).stdout == "No clients.\n"
    finally:
        other.close()
