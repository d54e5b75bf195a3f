"""The published context, and ways to send bodies through gate and parser."""

from __future__ import annotations

import pytest

from guanxia.app import Service
from guanxia.referrals.context import Context, make_context


@pytest.fixture(scope="session")
def context(service: Service) -> Context:
    return make_context(service.questions)
