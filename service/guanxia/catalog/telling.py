"""The differences between two releases in words: which things changed, and what stood there before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from guanxia.catalog.changes import Changes
from guanxia.catalog.counts import RDFS
from guanxia.catalog.sides import GX, SHACL, Object, Side
from guanxia.model import Text
from guanxia.problems import pair

FORMAT = "guanxia.changes.v1"
# What lawyers look for first; other classes follow by their name.
ORDER = tuple(
    GX + name
    for name in (
        *("Notice", "Clause", "Annex", "Statute", "Provision", "Wording", "Sanction", "Term", "Precedence"),
        *("ViolationType", "CompetenceNorm", "Duty", "Power", "DutyOrPower", "AllocationRule", "OrganizationalDuty"),
        *("Interpretation", "Caution", "Step", "ReconstructedStatement", "DocumentKind", "DocumentPart"),
        *("Area", "Office", "Post", "RoleAssignment"),
    )
)
SHAPES, OTHER = Text("形状", "shapes"), Text("其他", "other")
# What the graph does not call by a name, for no page but that of changes shows it.
NAMES = {
    f"{RDFS}label": Text("名称", "label"),
    "http://www.w3.org/2002/07/owl#hasValue": Text("条件中的取值", "value in a condition"),
    f"{SHACL}message": Text("提示", "message"),
    f"{SHACL}select": Text("查询", "query"),
    f"{SHACL}severity": Text("程度", "severity"),
}


@dataclass(frozen=True, slots=True)
class Value:
    """A value in words; ``tongue`` is the language it is in, None for what is the same in each."""

    text: Text
    tongue: str | None


def told(changes: Changes, old: Side, new: Side) -> dict[str, Any]:
    """The changes for JSON and pages: groups by class, in each the things, in each the properties.

    ``state`` of a thing is added, removed or changed. Of a property ``before`` and ``after`` are lists of values, each
    ``{"zh", "en", "lang"}``; values that both sides have are left out.
    """
    things = _things(changes, old, new)
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for thing in sorted(things):
        groups[_group(thing, old, new)].append(_thing(thing, things[thing], old, new))
    return {
        "format": FORMAT,
        "before": changes.before,
        "after": changes.after,
        "removed": len(changes.removed),
        "added": len(changes.added),
        "things": len(things),
        "groups": [
            {"class": name or None, "title": pair(_title(name, old, new)), "things": groups[name]}
            for name in sorted(groups, key=_rank)
        ],
    }


Parts = dict[str, dict[str, list[Value]]]


def _things(changes: Changes, old: Side, new: Side) -> dict[str, Parts]:
    """For each thing its properties with values before and after; those of blank nodes count for what owns them."""
    things: dict[str, Parts] = defaultdict(dict)
    for side, lines, when in ((old, changes.removed, "before"), (new, changes.added, "after")):
        for quad in parse("\n".join(lines), format=RdfFormat.N_QUADS):
            parts = things[side.owner(str(quad.subject))]
            values = parts.setdefault(quad.predicate.value, {"before": [], "after": []})
            if value := _value(quad.object, side):
                values[when].append(value)
    return things


def _value(value: Object, side: Side) -> Value | None:
    """None for blank nodes: what they hold is told for itself."""
    if isinstance(value, Literal):
        return Value(Text(value.value, value.value), value.language)
    if isinstance(value, NamedNode):
        return Value(side.label(str(value)) or Text(*[_local(value.value)] * 2), None)
    return None


def _thing(thing: str, parts: Parts, old: Side, new: Side) -> dict[str, Any]:
    state = "added" if thing not in old else "removed" if thing not in new else "changed"
    side = old if state == "removed" else new
    label = side.label(thing)
    iri = thing.strip("<>")
    days = side.days(thing)
    return {
        "iri": None if thing.startswith("_:") else iri,
        "state": state,
        "label": pair(label or Text(*[_local(iri)] * 2)),
        "days": days and pair(days),
        "parts": [
            _part(name, values, side) for name, values in sorted(parts.items()) if values["before"] or values["after"]
        ],
    }


def _part(name: str, values: dict[str, list[Value]], side: Side) -> dict[str, Any]:
    label = side.label(f"<{name}>") or NAMES.get(name) or Text(*[_local(name)] * 2)
    return {
        "property": name,
        "label": pair(label),
        **{when: [{**pair(one.text), "lang": one.tongue} for one in _sorted(found)] for when, found in values.items()},
    }


def _sorted(values: Iterable[Value]) -> list[Value]:
    return sorted(set(values), key=lambda one: (one.tongue != "zh", one.tongue or "", one.text.zh))


def _group(thing: str, old: Side, new: Side) -> str:
    classes = [*new.classes(thing), *old.classes(thing)]
    found = min(classes, key=_rank, default="")
    return SHACL if found.startswith(SHACL) else found


def _rank(name: str) -> tuple[int, str]:
    return (ORDER.index(name) if name in ORDER else len(ORDER) + (not name.startswith(GX)) + (not name), name)


def _title(name: str, old: Side, new: Side) -> Text:
    if name == SHACL:
        return SHAPES
    if not name:
        return OTHER
    return new.label(f"<{name}>") or old.label(f"<{name}>") or Text(*[_local(name)] * 2)


def _local(iri: str) -> str:
    """The end of an IRI, by which it can be told from others."""
    return iri.rpartition("#")[2] if "#" in iri else iri.rpartition("/id/")[2] or iri
