"""A release read back from its dump, to be told about: what is said of each thing, and what things are called."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from guanxia.catalog.counts import RDF_TYPE, RDFS
from guanxia.model import Text

GX = "https://w3id.org/guanxia/ontology#"
SKOS, SHACL = "http://www.w3.org/2004/02/skos/core#", "http://www.w3.org/ns/shacl#"
LABELS = (f"{RDFS}label", f"{SKOS}prefLabel", f"{SHACL}name", f"{SHACL}description")
REALIZES, FROM, UNTIL = "http://data.europa.eu/eli/ontology#realizes", f"{GX}from", f"{GX}until"
NOTATION = f"{SKOS}notation"
SHOWS = f"{GX}shows"
DEEPEST = 60
_ENDS = {"zh": "zh", "en": "en"}

Object = NamedNode | BlankNode | Literal | Triple


class Side:
    """All statements of a dump, by what they are about."""

    def __init__(self, dump: bytes) -> None:
        self._about: dict[str, list[tuple[str, Object]]] = defaultdict(list)
        self._above: dict[str, str] = {}
        self._named: dict[str, str] = {}
        for quad in parse(dump, format=RdfFormat.N_QUADS):
            subject = str(quad.subject)
            self._about[subject].append((quad.predicate.value, quad.object))
            if isinstance(quad.object, BlankNode):
                self._above[str(quad.object)] = subject
            if quad.predicate.value == SHOWS:
                self._named[str(quad.object)] = subject

    def __contains__(self, thing: str) -> bool:
        return thing in self._about

    def owner(self, subject: str) -> str:
        """The named thing below which a blank node stands; a blank node where there is none."""
        for _ in range(DEEPEST):
            if not subject.startswith("_:") or subject not in self._above:
                break
            subject = self._above[subject]
        return subject

    def values(self, thing: str, property_: str) -> Iterator[Object]:
        return (value for name, value in self._about.get(thing, ()) if name == property_)

    def classes(self, thing: str) -> list[str]:
        return sorted(value.value for value in self.values(thing, RDF_TYPE) if isinstance(value, NamedNode))

    def first(self, thing: str, property_: str) -> str | None:
        return min((value.value for value in self.values(thing, property_) if isinstance(value, Literal)), default=None)

    def label(self, thing: str) -> Text | None:
        """What a thing is called, a term of others as the graph calls it; a wording by what it words and its day."""
        for property_ in LABELS:
            found = [value for value in self.values(thing, property_) if isinstance(value, Literal)]
            if found:
                named = {_ENDS.get(one.language or "", "zh"): one.value for one in sorted(found, key=str, reverse=True)}
                return Text(named.get("zh") or named["en"], named.get("en") or named["zh"])
        whole = next((str(value) for value in self.values(thing, REALIZES)), None)
        named_whole = self.label(whole) if whole and whole != thing else None
        if named_whole:
            day = self.first(thing, FROM)
            return Text(f"{named_whole.zh}（{day} 起）", f"{named_whole.en} (from {day})") if day else named_whole
        if thing in self._named:
            return self.label(self._named[thing])
        notation = self.first(thing, NOTATION)
        return Text(notation, notation) if notation else None

    def days(self, thing: str) -> Text | None:
        """The days between which a thing is in force, where it tells them."""
        first, last = self.first(thing, FROM), self.first(thing, UNTIL)
        if not first and not last:
            return None
        zh = (f"自 {first} 起" if first else "") + (f"至 {last} 止" if last else "")
        en = " ".join([*([f"from {first}"] if first else []), *([f"until {last}"] if last else [])])
        return Text(zh, en)


def labelled(statements: Iterable[Triple], iri: str) -> Text:
    """What statements call a thing, else the end of its IRI."""
    labels = {
        one.object.language: one.object.value
        for one in statements
        if isinstance(one.object, Literal) and one.predicate.value in LABELS and one.subject == NamedNode(iri)
    }
    end = iri.rpartition("/")[2]
    return Text(labels.get("zh", end), labels.get("en", end))
