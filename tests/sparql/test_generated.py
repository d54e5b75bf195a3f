"""Queries made by chance: each is answered whole or refused by a kind that says why, and none is late (G9, G10)."""

from __future__ import annotations

from pathlib import Path

from tests.sparql.generated import LATEST, outcomes

MANY, SEED = 500, 2026
PATIENCE = 1.0  # with other work on this machine


def test_queries_made_by_chance_are_answered_or_refused_in_time(shared: Path) -> None:
    assert shared.is_dir()
    found = outcomes(MANY, SEED)
    assert found.unforeseen == []
    assert found.latest < LATEST + PATIENCE
    assert sum(found.kinds.values()) == MANY
    assert found.kinds["SELECT"] and found.kinds["too-deep"] and found.kinds["malformed-query"]
