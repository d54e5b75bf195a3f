"""The published JSON-LD context, made from the graph: each term of a package, the type of its value, its codes."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from guanxia.model import Text
from guanxia.queries import Questions

GX = "https://w3id.org/guanxia/ontology#"
XSD = "http://www.w3.org/2001/XMLSchema#"
_PREFIXES = {"gx": GX, "xsd": XSD}
_ALIASES = {"id": "@id", "type": "@type"}


@dataclass(frozen=True, slots=True)
class Context:
    """``kinds`` and ``classes`` are IRIs; ``parts``, ``coded`` and ``plain`` are keys by the sort of their value.

    ``parts`` take an object, ``coded`` a code or an IRI (by key: the codes), ``plain`` a text, day or number.
    """

    definitions: Mapping[str, Any]
    kinds: Mapping[str, Text]
    classes: frozenset[str]
    parts: frozenset[str]
    coded: Mapping[str, tuple[str, ...]]
    plain: frozenset[str]

    @property
    def keys(self) -> frozenset[str]:
        """Keys that may stand in plain JSON."""
        return self.parts | self.plain | self.coded.keys() | _ALIASES.keys()

    @property
    def body(self) -> bytes:
        """The document as it is published; the same graph gives the same bytes."""
        text = json.dumps({"@context": self.definitions}, ensure_ascii=False, indent=1, sort_keys=True)
        return f"{text}\n".encode()


def make_context(questions: Questions) -> Context:
    """The context of the graph behind the questions."""
    classes = questions.ask("package_classes")
    kinds = {
        row.text("class"): Text(row.text("label_zh"), row.text("label_en")) for row in classes if "document" in row
    }
    definitions: dict[str, Any] = {"@version": 1.1, **_PREFIXES, **_ALIASES}
    definitions |= {_local(row.text("class")): _short(row.text("class")) for row in classes}
    parts, plain, coded = set(), set(), {}
    for row in questions.ask("package_properties"):
        iri, source = row.text("property"), row.optional("codes") or row.text("range")
        name = _local(iri)
        if row.get("part"):
            parts.add(name)
            definitions[name] = {"@id": _short(iri), "@type": "@id"}
        elif source.startswith(XSD):
            plain.add(name)
            # Some processors take a text and a text that says it is one for two terms.
            definitions[name] = (
                _short(iri) if source == f"{XSD}string" else {"@id": _short(iri), "@type": _short(source)}
            )
        elif codes := _codes(questions, source):
            coded[name] = tuple(sorted(codes))
            definitions[name] = _coded(iri, codes)
    return Context(
        definitions, kinds, frozenset(row.text("class") for row in classes), frozenset(parts), coded, frozenset(plain)
    )


def _codes(questions: Questions, source: str) -> dict[str, str]:
    """Codes of a class or scheme with the things that they name; a notation of two things names none."""
    rows = [(row.optional("code") or "", row.text("thing")) for row in questions.ask("package_codes", source=source)]
    space = _space(thing for _, thing in rows)
    times = Counter(code for code, _ in rows)
    return {thing.removeprefix(space): thing for _, thing in rows} | {
        code: thing for code, thing in rows if code and times[code] == 1
    }


def _space(things: Iterable[str]) -> str:
    """The address up to the last slash that all share."""
    first, *others = sorted(things) or [""]
    last = others[-1] if others else first
    same = next((at for at, (one, two) in enumerate(zip(first, last, strict=False)) if one != two), len(first))
    return first[: first.rfind("/", 0, same) + 1]


def _coded(iri: str, codes: Mapping[str, str]) -> dict[str, Any]:
    """A term whose values are codes: most follow from the address, the others are listed."""
    space = _space(codes.values())
    listed = {code: thing for code, thing in codes.items() if thing != space + code}
    return {"@id": _short(iri), "@type": "@vocab", "@context": {"@vocab": space, **listed}}


def _local(iri: str) -> str:
    return iri.rpartition("#")[2]


def _short(iri: str) -> str:
    for prefix, space in _PREFIXES.items():
        if iri.startswith(space):
            return f"{prefix}:{iri.removeprefix(space)}"
    return iri
