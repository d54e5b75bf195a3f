"""Shared fixtures: the service over the tree's own law, and the folder of shared references."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from guanxia.app import Service, create_service
from guanxia.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


def pytest_configure() -> None:
    """A run in the background ignores interrupts, and so would all that it starts; some tests interrupt a process.

    Releases of test runs are not kept where the tree keeps its own; texts are as wide as where there is no terminal.
    """
    os.environ["GUANXIA_RELEASES"] = ""
    os.environ.pop("COLUMNS", None)
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared references beside the checkout; without them a test is skipped, in CI it fails."""
    if not SHARED.is_dir():
        reason = "needs ../shared (contracts, vocabularies), which is not beside this checkout"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return SHARED


@pytest.fixture(scope="session")
def service() -> Service:
    """The service over the law of this tree."""
    return create_service(Settings())
