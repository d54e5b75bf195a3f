"""Fair shares of the cage: how much time, how many errors and how many places one client may take.

Nothing here knows of sockets or of the time of day; the clock is given. An empty name stands for a client without
limits: the service itself.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import Any

from guanxia.settings import Settings

MINUTE = 60.0
# A client whose requests are short may let a few wait for their turn, for this long; others are told to come later.
TURN_SECONDS = 0.1
# How long it matters that a client has cost a child: for who is served first, as another is ready long before that;
# and for whether its requests are taken for short ones.
COST_SECONDS, WARY_SECONDS = 1.0, 10.0
# How long what a client ignored is held against it, and how long it is remembered at all.
MEMORY_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a client has to wait: for ``retry_after`` seconds, ``banned`` where it did not heed earlier refusals."""

    retry_after: int
    banned: bool = False


@dataclass(slots=True)
class Account:
    """What is left to one client at the time ``at``; ``told`` is when it may come again.

    ``begun`` are the times at which its requests got their children, ``cost`` is when one of them last cost a child.
    """

    at: float
    seconds: float
    errors: float
    patience: float
    told: float = 0.0
    cost: float = -math.inf
    waiting: int = 0
    begun: list[float] = field(default_factory=list)

    @property
    def inside(self) -> int:
        return len(self.begun) + self.waiting


class Shares:
    """The ledger of one broker. Accounts that were not used for a while are forgotten, the oldest first."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = monotonic) -> None:
        self._settings, self._clock = settings, clock
        # One child is left to the others, however many a single client may have.
        self._running = max(1, min(settings.client_running, settings.cage_children - 1))
        self._accounts: OrderedDict[str, Account] = OrderedDict()
        self._bans: OrderedDict[str, float] = OrderedDict()

    def enter(self, client: str) -> Refused | None:
        """A request of a client comes in, or is refused."""
        if not client:
            return None
        account = self._account(client)
        refused = self._refusal(client, account)
        if refused is None and not self._has_place(account):
            refused = self._refuse(client, account, 1.0)
        if refused is None:
            account.waiting += 1
        return refused

    def may_run(self, client: str, ready: int | None = None) -> bool:
        """Whether a request that has come in may have a child now; ``ready`` is how many there are, if not all.

        Who has just cost a child waits until there is another, and leaves those there are to the others.
        """
        if not client:
            return True
        account = self._accounts[client]
        costly = self._clock() - account.cost < COST_SECONDS
        some_missing = ready is not None and ready < self._settings.cage_children
        return len(account.begun) < self._running and not (costly and some_missing)

    def has_to_wait(self, client: str) -> bool:
        """Whether the last request that has come in must wait for an earlier one of its client."""
        return bool(client) and self._accounts[client].inside > self._running

    def begin(self, client: str) -> None:
        if client:
            account = self._accounts[client]
            account.waiting -= 1
            account.begun.append(self._clock())

    def leave(self, client: str) -> None:
        """A request goes without having had a child."""
        if client:
            self._accounts[client].waiting -= 1

    def end(self, client: str, seconds: float, error: bool, *, died: bool = False) -> None:
        """A request gives its child back after so many seconds; ``died`` if it does not, because that is no more."""
        if client:
            account = self._account(client)
            account.begun.pop(0)
            account.seconds -= seconds
            account.errors -= error
            if died:
                account.cost = account.at

    def fail(self, client: str) -> Refused | None:
        """An error that needed no child, or why the client has to wait."""
        if not client:
            return None
        account = self._account(client)
        refused = self._refusal(client, account)
        if refused is None:
            account.errors -= 1
        return refused

    def ignored(self, client: str, times: int) -> Refused | None:
        """A client came so many times though it was told to wait; whether that is too often."""
        if not client:
            return None
        account = self._account(client)
        account.patience -= times
        return self._ban(client, account) if account.patience < 0 and client not in self._bans else None

    def release(self, client: str) -> bool:
        """Forget a ban and all that was taken; whether there was anything to forget."""
        banned = self._bans.pop(client, None) is not None
        account = self._accounts.get(client)
        if account is not None:
            self._accounts[client] = replace(self._fresh(), waiting=account.waiting, begun=account.begun)
        return banned or account is not None

    def state(self, most: int) -> list[dict[str, Any]]:
        """Clients that are banned, then those seen last: what each has left, and seconds until it may come again."""
        now = self._clock()
        self._forget(now)
        banned = [{"client": name, "banned": math.ceil(until - now)} for name, until in reversed(self._bans.items())]
        known = [
            {
                "client": name,
                "banned": 0,
                "seconds": round(account.seconds, 3),
                "errors": math.floor(account.errors),
                "running": len(account.begun),
                "waiting": account.waiting,
            }
            for name, account in reversed(self._accounts.items())
            if name not in self._bans
        ]
        return [*banned, *known][:most]

    def _has_place(self, account: Account) -> bool:
        if account.inside < self._running:
            return True
        times = [account.at - begun for begun in account.begun]
        short = account.at - account.cost > WARY_SECONDS and all(time <= TURN_SECONDS for time in times)
        return short and account.inside < self._running + self._settings.client_waiting

    def _fresh(self) -> Account:
        settings = self._settings
        return Account(self._clock(), settings.client_seconds, settings.client_errors, settings.client_ignored)

    def _account(self, client: str) -> Account:
        """The account as it stands now: time gives back what was taken."""
        now = self._clock()
        account = self._accounts.get(client)
        if account is None:
            self._forget(now)
            account = self._accounts[client] = self._fresh()
        passed, account.at = max(now - account.at, 0.0), now
        settings = self._settings
        account.seconds = _filled(account.seconds, settings.client_seconds, passed / MINUTE)
        account.errors = _filled(account.errors, settings.client_errors, passed / MINUTE)
        account.patience = _filled(account.patience, settings.client_ignored, passed / MEMORY_SECONDS)
        self._accounts.move_to_end(client)
        return account

    def _refusal(self, client: str, account: Account) -> Refused | None:
        until = self._bans.get(client, 0.0)
        if until > account.at:
            return Refused(math.ceil(until - account.at), banned=True)
        waits = []
        if account.seconds <= 0:
            waits.append(-account.seconds * MINUTE / self._settings.client_seconds)
        if account.errors < 1:
            waits.append((1 - account.errors) * MINUTE / self._settings.client_errors)
        return self._refuse(client, account, max(waits)) if waits else None

    def _refuse(self, client: str, account: Account, wait: float) -> Refused:
        """Tell to wait; one that comes before it should, and does so again and again, is banned."""
        account.patience -= account.at < account.told
        if account.patience < 0:
            return self._ban(client, account)
        refused = Refused(max(1, math.ceil(wait)))
        account.told = account.at + refused.retry_after
        return refused

    def _ban(self, client: str, account: Account) -> Refused:
        self._bans[client] = account.at + self._settings.client_ban
        self._bans.move_to_end(client)
        account.patience = self._settings.client_ignored
        return Refused(math.ceil(self._settings.client_ban), banned=True)

    def _forget(self, now: float) -> None:
        """Make room: what is over, then the oldest accounts that hold no place; what the ledger holds stays bounded."""
        while self._bans and (next(iter(self._bans.values())) <= now or len(self._bans) > self._settings.client_most):
            self._bans.popitem(last=False)
        while self._accounts:
            name, oldest = next(iter(self._accounts.items()))
            if oldest.inside:
                self._accounts.move_to_end(name)
                if all(account.inside for account in self._accounts.values()):
                    return
            elif now - oldest.at > MEMORY_SECONDS or len(self._accounts) >= self._settings.client_most:
                del self._accounts[name]
            else:
                return


def _filled(left: float, most: float, part: float) -> float:
    return min(most, left + most * part)
