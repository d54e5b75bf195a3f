"""What the graph says about one thing, as headed lines in Chinese and English."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from guanxia.cli.branches import in_force
from guanxia.cli.finding import Thing
from guanxia.jurisdiction.rules import Rules
from guanxia.model import All, Basis, Expression, Fact, Has, Kind, Norm, Not, Term, Text
from guanxia.model import Any as Either
from guanxia.problems import pair
from guanxia.queries import Row

if TYPE_CHECKING:
    from guanxia.app import Service

TYPES = {
    "norm": Text("规范", "norm"),
    "violation": Text("违法行为", "violation"),
    "clause": Text("通知条款", "clause of the notice"),
    "interpretation": Text("读法", "reading"),
    "caution": Text("提示", "caution"),
    "provision": Text("法条", "provision"),
    "statute": Text("法律文件", "statute"),
}
Section = tuple[Text, list[Text]]


def explanation(service: Service, rules: Rules, thing: Thing) -> dict[str, Any]:
    """``{iri, id, type, label, sections: [{heading, lines}]}``; every text in both languages."""
    origin = service.questions.ask("origin", thing=thing.iri)
    sections = [*_own(service, rules, thing), *_origin(origin), *_uses(service, thing)]
    label = _pair(origin[0], "label") if origin else Text(thing.id, thing.id)
    return {
        "iri": thing.iri,
        "id": thing.id,
        "type": pair(TYPES[thing.kind]),
        "label": pair(label),
        "sections": [
            {"heading": pair(head), "lines": [pair(line) for line in lines]} for head, lines in sections if lines
        ],
    }


def _own(service: Service, rules: Rules, thing: Thing) -> list[Section]:
    law = rules.law
    if thing.kind == "norm":
        return _norm(rules, next(one for one in law.norms if one.iri == thing.iri))
    if thing.kind == "violation":
        return _violation(rules, next(one for one in law.kinds if one.iri == thing.iri))
    if thing.kind == "clause":
        rows = service.questions.ask("clauses", notice=law.notice_iri)
        row = next(row for row in rows if row.text("clause") == thing.iri)
        return [_words(row.text("words"), row.text("address"), row.text("sha256"))]
    if thing.kind == "interpretation":
        one = next(one for one in law.interpretations if one.iri == thing.iri)
        return [
            (Text("采用", "taken"), [one.stand]),
            (Text("理由", "ground"), [one.ground_text, *(item.citation for item in one.ground)]),
            (Text("另一读法", "alternative"), [one.alternative]),
        ]
    if thing.kind == "caution":
        caution = next(one for one in law.cautions if one.iri == thing.iri)
        since = [Text(f"自 {caution.since}", f"since {caution.since}")] if caution.since else []
        sure = Text(caution.confidence, caution.confidence)
        sources = [Text(source, source) for source in caution.source]
        return [
            (Text("内容", "text"), [caution.text]),
            (Text("时间", "since"), since),
            (Text("可信度", "confidence"), [sure]),
            (Text("来源", "source"), sources),
        ]
    return _provision(service, thing) if thing.kind == "provision" else _statute(service, thing)


def _norm(rules: Rules, norm: Norm) -> list[Section]:
    roles = rules.law.roles
    actors = [roles[code].label for code in norm.bearers]
    towards = [roles[norm.counterpart].label] if norm.counterpart else []
    papers = [norm.document.label] if norm.document else []
    if norm.document:
        mark = Text("〔重建〕", "[reconstructed] ")
        papers += [_joined(mark, part.label) if part.reconstructed else part.label for part in norm.document.parts]
    return [
        (Text("由谁", "who"), actors),
        (Text("对谁", "towards"), towards),
        (Text("条件", "condition"), [condition(norm.condition, rules.law.facts)]),
        _words(norm.clause.words, norm.clause.address, norm.clause.sha256),
        (Text("文书", "document"), papers),
        (Text("期限", "terms"), _terms(norm.terms)),
        (Text("依据", "bases"), _bases(norm.bases)),
        (Text("下一步", "next"), [step.label for step in norm.next]),
    ]


def _violation(rules: Rules, kind: Kind) -> list[Section]:
    role = rules.law.roles[kind.role].label
    return [
        (Text("由谁办理", "handled by"), [Text(f"{role.zh}（{kind.norm}）", f"{role.en} ({kind.norm})")]),
        (Text("条件", "condition"), [condition(kind.case_class, rules.law.facts)]),
        _words(kind.clause.words, kind.clause.address, kind.clause.sha256),
        (Text("依据", "bases"), _bases(kind.bases)),
        (Text("此后生效的规定", "in force only later"), [one.provision.citation for one in kind.later]),
        (
            Text("罚则", "sanctions"),
            [
                Text(
                    f"{one.label.zh} · {one.provision.citation.zh} · {one.confidence}",
                    f"{one.label.en} · {one.provision.citation.en} · {one.confidence}",
                )
                for one in kind.sanctions
            ],
        ),
        (Text("期限", "terms"), _terms(kind.terms)),
    ]


def _words(words: str, address: str, sha256: str) -> Section:
    return (
        Text(f"原文（{address}）", f"words ({address}, in Chinese)"),
        [Text(f"“{words}”", f"“{words}”"), Text(f"SHA-256 {sha256}", f"SHA-256 {sha256}")],
    )


def _bases(bases: Iterable[Basis]) -> list[Text]:
    found = []
    for one in bases:
        state = in_force(one.state, one.start, one.end, one.checked)
        found.append(
            Text(
                f"{one.provision.citation.zh} · {state.zh} · {one.confidence}：{one.summary.zh}",
                f"{one.provision.citation.en} · {state.en} · {one.confidence}: {one.summary.en}",
            )
        )
    return found


def _terms(terms: Iterable[Term]) -> list[Text]:
    return [
        Text(f"{one.label.zh}：{one.words.zh} · {one.confidence}", f"{one.label.en}: {one.words.en} · {one.confidence}")
        for one in terms
    ]


def condition(expression: Expression, facts: dict[str, Fact]) -> Text:
    """A class of cases in words."""
    if isinstance(expression, Has):
        return _fact_value(expression, facts[expression.fact])
    if isinstance(expression, Not):
        inner = condition(expression.of, facts)
        return Text(f"并非（{inner.zh}）", f"not ({inner.en})")
    parts = [condition(one, facts) for one in expression.of]
    if not parts:
        return Text("任何案件", "every case") if isinstance(expression, All) else Text("没有案件", "no case")
    zh, en = ("，且", " and ") if isinstance(expression, All) else ("，或者", " or ")
    nested = [isinstance(one, All | Either) and len(one.of) > 1 for one in expression.of]
    return Text(
        zh.join(f"（{part.zh}）" if deep else part.zh for part, deep in zip(parts, nested, strict=True)),
        en.join(f"({part.en})" if deep else part.en for part, deep in zip(parts, nested, strict=True)),
    )


def _fact_value(has: Has, fact: Fact) -> Text:
    if isinstance(has.value, bool):
        value = Text("是", "yes") if has.value else Text("否", "no")
    else:
        value = next((one.label for one in fact.choices if one.value == has.value), Text(has.value, has.value))
    return Text(f"{fact.label.zh} = {value.zh}", f"{fact.label.en} = {value.en}")


def _provision(service: Service, thing: Thing) -> list[Section]:
    rows = service.questions.ask("provision", provision=thing.iri)
    heads = {
        "wording": Text("内容（转述）", "what it says (paraphrase)"),
        "sanction": Text("罚则", "sanctions"),
        "term": Text("期限", "terms"),
    }
    sections = [(head, [_dated(row) for row in rows if row["type"] == kind]) for kind, head in heads.items()]
    below = [row for row in service.questions.ask("provisions") if row.text("provision").startswith(f"{thing.iri}-")]
    return [*sections, (Text("所含款、项", "its paragraphs and items"), _citations(below))]


def _statute(service: Service, thing: Thing) -> list[Section]:
    below = [row for row in service.questions.ask("provisions") if row.text("statute") == thing.iri]
    rows = [row for row in service.questions.ask("statutes") if row.text("statute") == thing.iri]
    days = [row["checked"] for row in rows if "checked" in row]
    checked = [Text(f"最近核对于 {day}", f"last checked {day}") for day in days]
    return [(Text("核对", "checked"), checked), (Text("图中的法条", "provisions in the graph"), _citations(below))]


def _citations(rows: Iterable[Row]) -> list[Text]:
    return list(dict.fromkeys(_pair(row, "citation") for row in rows))


def _dated(row: Row) -> Text:
    label, confidence = _pair(row, "label"), row.optional("confidence") or ""
    start, end = row.optional("from"), row.optional("until")
    zh = " · ".join(filter(None, (label.zh, start and f"自 {start}", end and f"至 {end}", confidence)))
    en = " · ".join(filter(None, (label.en, start and f"from {start}", end and f"until {end}", confidence)))
    return Text(zh, en)


def _origin(rows: list[Row]) -> list[Section]:
    if not rows:
        return []
    first = rows[0]
    sources = [
        _pair(row, "source") if "source_zh" in row else Text(row.text("source"), row.text("source"))
        for row in rows
        if "source" in row
    ]
    days = [Text(f"自 {first['from']}", f"from {first['from']}")] if "from" in first else []
    days += [Text(f"至 {first['until']}", f"until {first['until']}")] if "until" in first else []
    sure = [Text(first.text("confidence"), first.text("confidence"))] if "confidence" in first else []
    return [
        (Text("有效期间", "in force"), days),
        (Text("可信度", "confidence"), sure),
        (Text("来源", "source"), list(dict.fromkeys(sources))),
        (Text("限度", "limits"), [_pair(first, "note")] if "note_zh" in first else []),
    ]


def _uses(service: Service, thing: Thing) -> list[Section]:
    lines = []
    for row in service.questions.ask("uses", thing=thing.iri):
        user, relation, mark = _pair(row, "user"), _pair(row, "relation"), row.optional("id")
        lead = f"{mark} " if mark else ""
        lines.append(Text(f"{lead}{user.zh}（{relation.zh}）", f"{lead}{user.en} ({relation.en})"))
    return [(Text("用于", "where it is used"), list(dict.fromkeys(lines)))]


def _pair(row: Row, name: str) -> Text:
    return Text(row.text(f"{name}_zh"), row.text(f"{name}_en"))


def _joined(first: Text, second: Text) -> Text:
    return Text(first.zh + second.zh, first.en + second.en)
