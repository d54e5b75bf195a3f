"""The resolver over the law of this tree, and a short way to ask it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from guanxia.app import Service
from guanxia.citations import Citation, Resolver

DAY = date(2020, 10, 12)
BASE = "https://w3id.org/guanxia/id/"
Find = Callable[..., tuple[Citation, ...]]


@pytest.fixture(scope="session")
def resolver(service: Service) -> Resolver:
    return Resolver(service.questions)


@pytest.fixture
def find(resolver: Resolver) -> Find:
    """Citations of a text on a day, by default one on which the notice and the Social Insurance Law hold."""

    def finder(text: str, on: date | None = DAY) -> tuple[Citation, ...]:
        found = resolver.find(text, on)
        assert all(text[one.start : one.end] == one.text for one in found)
        return found

    return finder


def short(iri: str | None) -> str | None:
    """An IRI without what all have in common: ``social-insurance-law/art-63-2``."""
    return iri and iri.removeprefix(BASE).removeprefix("statute/").removeprefix("notice/")
