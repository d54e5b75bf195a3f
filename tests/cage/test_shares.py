"""Fair shares (G14): by a clock of our own, then in a real broker."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from guanxia.cage import Cage, CageAbandoned, CageShare, CageTimeout, Refusal, Visitor
from guanxia.cage.shares import MEMORY_SECONDS, TURN_SECONDS, WARY_SECONDS, Refused, Shares
from guanxia.settings import Settings
from tests.cage.conftest import SETTINGS, TASKS, alive, deed, soon

LIMITS = Settings(cage_children=4, client_seconds=60, client_errors=30, client_running=2, client_waiting=2)


class Clock:
    """A clock that goes only when it is told."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def shares(clock: Clock) -> Shares:
    return Shares(LIMITS, clock)


def work(shares: Shares, client: str, seconds: float, error: bool = False) -> Refused | None:
    """One request from its coming to its end, or why it was refused."""
    refused = shares.enter(client)
    if refused is None:
        shares.begin(client)
        shares.end(client, seconds, error)
    return refused


def test_a_minute_of_work_is_given_in_a_minute_and_no_more(clock: Clock) -> None:
    shares = Shares(replace(LIMITS, client_ignored=10_000), clock)
    given = 0
    for _ in range(60 * 60 * 2):
        clock.now += 0.5
        given += work(shares, "one", 5.0) is None
    # What was saved at the start, and a minute of work in each minute of the hour.
    assert 60 * 60 <= given * 5 <= 60 * 60 + 60 + 5


def test_one_that_works_without_pause_but_one_at_a_time_is_not_refused(shares: Shares, clock: Clock) -> None:
    for _ in range(1000):
        clock.now += 5.0
        assert work(shares, "one", 5.0) is None


def test_the_time_told_is_the_time_after_which_it_is_let_in(shares: Shares, clock: Clock) -> None:
    assert work(shares, "one", 75.0) is None
    refused = work(shares, "one", 1.0)
    assert refused == Refused(15)
    clock.now += refused.retry_after - 1
    assert work(shares, "one", 1.0) is not None
    clock.now += 1.001
    assert work(shares, "one", 1.0) is None


@pytest.mark.parametrize("in_a_child", [True, False])
def test_sixty_one_errors_in_a_minute_are_one_too_many(shares: Shares, clock: Clock, in_a_child: bool) -> None:
    """T39: at most thirty at once, and thirty more while the minute passes."""

    def fault() -> Refused | None:
        return work(shares, "one", 0.001, error=True) if in_a_child else shares.fail("one")

    let_in = 0
    for number in range(61):
        clock.now = 1000 + number * 59 / 60
        let_in += fault() is None
    assert let_in == 59
    assert [fault() for _ in range(1)] == [Refused(1)]


def test_errors_at_once_are_refused_from_the_thirty_first(shares: Shares, clock: Clock) -> None:
    assert [shares.fail("one") for _ in range(30)] == [None] * 30
    assert shares.fail("one") == Refused(2)
    assert shares.enter("one") == Refused(2)
    clock.now += 2
    assert shares.enter("one") is None


def test_what_is_ignored_two_hundred_times_is_banned_for_a_day_and_released(shares: Shares, clock: Clock) -> None:
    """T39: the first refusal tells when to come again; two hundred that do not heed it are borne."""
    for _ in range(30):
        shares.fail("one")
    refusals = [shares.enter("one") for _ in range(202)]
    assert all(refused is not None and not refused.banned for refused in refusals[:201])
    assert refusals[201] == Refused(86_400, banned=True)
    clock.now += 86_399
    assert shares.enter("one") == Refused(1, banned=True)
    assert [one["client"] for one in shares.state(10)] == ["one"]
    assert shares.release("one") and not shares.release("two")
    assert shares.enter("one") is None


def test_a_ban_ends_by_itself(shares: Shares, clock: Clock) -> None:
    for _ in range(300):
        shares.fail("one")
    clock.now += 86_401
    assert shares.enter("one") is None
    assert shares.state(10)[0]["banned"] == 0


def test_one_that_heeds_what_it_is_told_is_never_banned(shares: Shares, clock: Clock) -> None:
    for _ in range(5000):
        refused = shares.fail("one")
        if refused is not None:
            assert not refused.banned
            clock.now += refused.retry_after


def test_places_are_limited_and_given_back(shares: Shares) -> None:
    assert [shares.enter("one") for _ in range(5)] == [None] * 4 + [Refused(1)]
    shares.begin("one")
    shares.begin("one")
    assert not shares.may_run("one") and shares.may_run("") and shares.enter("two") is None and shares.may_run("two")
    shares.leave("one")
    assert shares.enter("one") is None
    shares.end("one", 1.0, False)
    assert shares.may_run("one")


def test_behind_a_long_request_of_its_own_none_waits(shares: Shares, clock: Clock) -> None:
    """Whoever waits holds a thread of the service."""
    for _ in range(2):
        assert shares.enter("one") is None
        shares.begin("one")
    assert shares.enter("one") is None
    shares.leave("one")
    clock.now += TURN_SECONDS + 0.01
    assert shares.enter("one") == Refused(1) and shares.enter("two") is None
    shares.end("one", 0.21, False)
    assert shares.enter("one") is None


def test_who_has_cost_a_child_waits_for_the_next_and_lets_none_of_its_own_wait(shares: Shares, clock: Clock) -> None:
    assert shares.enter("one") is None
    shares.begin("one")
    shares.end("one", 1.0, error=True, died=True)
    assert shares.enter("one") is None and shares.enter("two") is None
    assert not shares.may_run("one", ready=3) and shares.may_run("one", ready=4) and shares.may_run("two", ready=3)
    assert shares.enter("one") is None and shares.enter("one") == Refused(1)
    clock.now += WARY_SECONDS + 0.01
    assert shares.may_run("one", ready=3) and shares.enter("one") is None


@pytest.mark.parametrize(("children", "places"), [(1, 1), (2, 1), (3, 2), (8, 2)])
def test_a_child_is_left_to_the_others(children: int, places: int, clock: Clock) -> None:
    shares = Shares(replace(LIMITS, cage_children=children), clock)
    running = 0
    while shares.enter("one") is None and shares.may_run("one"):
        shares.begin("one")
        running += 1
    assert running == places


def test_clients_do_not_pay_for_each_other(shares: Shares) -> None:
    for _ in range(300):
        shares.fail("one")
    assert work(shares, "two", 1.0) is None


def test_who_has_no_name_has_no_limit(shares: Shares) -> None:
    assert {work(shares, "", 50.0, error=True) for _ in range(100)} == {None}
    assert shares.fail("") is None and shares.state(10) == []


def test_the_ledger_stays_small_and_forgets(clock: Clock) -> None:
    shares = Shares(replace(LIMITS, client_most=100), clock)
    assert shares.enter("held") is None
    for number in range(5000):
        work(shares, f"client {number}", 0.1)
    assert len(shares.state(10_000)) <= 101
    assert "held" in [one["client"] for one in shares.state(10_000)]
    clock.now += MEMORY_SECONDS + 1
    assert [one["client"] for one in shares.state(10_000)] == ["held"]
    shares.begin("held")
    shares.end("held", 1.0, False)
    clock.now += MEMORY_SECONDS + 1
    assert shares.state(10_000) == []


def test_a_share_of_one_is_one() -> None:
    """By the real clock, which goes on between two looks at it."""
    shares = Shares(replace(LIMITS, client_errors=1))
    assert shares.fail("one") is None and shares.fail("one") is not None


def test_bans_stay_few(clock: Clock) -> None:
    shares = Shares(replace(LIMITS, client_most=50, client_ignored=1), clock)
    for number in range(200):
        for _ in range(40):
            shares.fail(f"client {number}")
    state = shares.state(1000)
    assert len(state) <= 101 and sum(one["banned"] > 0 for one in state) <= 51


ONE, TWO = Visitor("192.0.2.1"), Visitor("192.0.2.2")


def test_a_client_that_fills_its_places_leaves_the_others_theirs() -> None:
    with Cage(replace(SETTINGS, client_waiting=1), TASKS) as cage, ThreadPoolExecutor(8) as threads:
        cage.start()

        def bomb(_: int) -> str:
            try:
                cage.run("deed", deed("sleep", 5, ""), visitor=ONE)
            except (CageTimeout, CageShare) as error:
                return type(error).__name__
            return "done"

        bombs = threads.map(bomb, range(8))
        time.sleep(0.1)
        times = []
        for _ in range(10):
            start = time.monotonic()
            assert cage.run("echo", b"x", visitor=TWO) == b"x"
            times.append(time.monotonic() - start)
        assert max(times) < 0.5
        assert sorted(bombs) == ["CageShare"] * 7 + ["CageTimeout"]
        served = cage.status().served
        assert served["share"] == 7 and served["timeout"] == 1


def test_errors_count_wherever_they_were_found_and_are_released() -> None:
    with Cage(replace(SETTINGS, client_errors=4), TASKS) as cage:
        cage.start()
        for _ in range(2):
            with pytest.raises(Refusal):
                cage.run("deed", deed("refuse", 10), visitor=ONE)
            cage.note(ONE)
        # A child tells its caller first and the broker then.
        assert soon(lambda: cage.clients()["clients"][0]["errors"] == 0)
        for attempt in (lambda: cage.note(ONE), lambda: cage.run("echo", b"x", visitor=ONE)):
            with pytest.raises(CageShare) as share:
                attempt()
            assert 1 <= share.value.retry_after <= 15 and not share.value.banned
        assert cage.run("echo", b"x", visitor=TWO) == cage.run("echo", b"x") == b"x"
        told = cage.clients()
        assert {one["client"]: one["errors"] for one in told["clients"]} == {"192.0.2.1": 0, "192.0.2.2": 4}
        assert cage.clients(release=ONE.key)["released"]
        assert cage.run("echo", b"x", visitor=ONE) == b"x"


def test_a_child_whose_reply_nobody_waits_for_ends(cage: Cage) -> None:
    """T28, as far as the cage is concerned: whether the client has gone is asked while it waits."""
    before = set(cage.status().children)
    start = time.monotonic()
    with pytest.raises(CageAbandoned):
        cage.run("deed", deed("sleep", 10, ""), wall=10, visitor=Visitor(gone=lambda: time.monotonic() - start > 0.1))
    assert time.monotonic() - start < 0.6
    assert soon(lambda: any(not alive(pid) for pid in before))
    assert cage.run("echo", b"x", visitor=Visitor(gone=lambda: False)) == b"x"
