"""The application with its client, and an answer's page read as text."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from guanxia.app import create_app
from guanxia.settings import Settings
from tests.client import Contracts


@pytest.fixture(scope="session")
def app() -> Flask:
    """The application over the law of this tree."""
    return create_app(Settings())


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="session")
def shared_contracts(shared: Path) -> Contracts:
    """The published schemas."""
    return Contracts(shared)
