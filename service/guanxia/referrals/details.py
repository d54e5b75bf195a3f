"""What was found and what is expected, in words that a clerk understands, for every kind of constraint."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pyoxigraph import BlankNode, Literal, NamedNode

from guanxia.model import Text
from guanxia.referrals.examiner import Result
from guanxia.referrals.naming import Names
from guanxia.referrals.rules import Rule, Rules
from guanxia.referrals.statements import RDF, RDFS, SH, XSD, Statements, Term, local
from guanxia.texts import listed

NONE = Text("没有", "none")
BLANK = Text("空白", "blank")
_SHOWN, _LONGEST = 5, 200
_TYPES = {
    "string": Text("文本", "text"),
    "date": Text("日期（年-月-日，如 2020-10-12）", "a date (year-month-day, such as 2020-10-12)"),
    "dateTime": Text("日期和时间", "a date with a time"),
    "gYearMonth": Text("年月（如 2020-03）", "a month (such as 2020-03)"),
    "gYear": Text("年份", "a year"),
    "decimal": Text("数（如 1234.50）", "a number (such as 1234.50)"),
    "integer": Text("整数", "a whole number"),
    "boolean": Text("是（true）或者否（false）", "true or false"),
    "anyURI": Text("网址", "an address"),
    "langString": Text("注明语言的文本", "text with a language"),
}
_KINDS = {
    "IRI": Text("图中的事物（代码或者网址）", "a thing of the graph (a code or an IRI)"),
    "Literal": Text("文本、日期或者数", "text, a date or a number"),
    "BlankNode": Text("写在材料之内的内容", "something written out in the package"),
    "BlankNodeOrIRI": Text("一项内容或者图中的事物", "a part of the package or a thing of the graph"),
    "BlankNodeOrLiteral": Text("写在材料之内的内容或者文本", "a part of the package or text"),
    "IRIOrLiteral": Text("图中的事物或者文本", "a thing of the graph or text"),
}


class Details:
    """Words about the results on one package."""

    def __init__(self, rules: Rules, package: Statements, names: Names) -> None:
        self._rules, self._package, self._names = rules, package, names
        self._shapes, self._knowledge = rules.shapes, rules.knowledge

    def found(self, one: Result) -> Text:
        """The value at fault, or what stands in its place."""
        component = _component(one)
        if component in _COUNTING:
            return self._several(one.values)
        if component == "SPARQL":
            return self._found_by_query(one)
        if one.value is None:
            return self._several(one.values)
        return self._typed(one.value) if component in ("Datatype", "NodeKind") else self.shown(one.value)

    def _found_by_query(self, one: Result) -> Text:
        """A query names the thing at fault; where it has no value at the path told, nothing was found."""
        thing = one.value if one.value is not None else one.focus
        if not isinstance(one.path, NamedNode):
            return self.shown(thing)
        if thing != one.focus and thing in self._package.values(one.focus, one.path.value):
            return self.shown(thing)
        if isinstance(thing, Literal):
            return self.shown(thing)
        return self._several(self._package.values(thing, one.path.value))

    def _several(self, values: Sequence[Term]) -> Text:
        if not values:
            return NONE
        told = sorted((self.shown(one) for one in values), key=lambda text: (text.zh, text.en))
        words = listed(told[:_SHOWN])
        if len(values) == 1:
            return words
        more = len(values) > _SHOWN
        return Text(
            f"{len(values)}项：{words.zh}{'等' if more else ''}",
            f"{len(values)}: {words.en}{' and more' if more else ''}",
        )

    def shown(self, term: Term) -> Text:
        """A value in words: a text as it stands, a thing of the graph by its label, a part by its place."""
        if isinstance(term, NamedNode) and term not in self._package:
            if term not in self._knowledge:
                return Text(_short(term.value), _short(term.value))
            label, code = self._rules.label(term), local(term.value)
            return Text(f"{label.zh}（{code}）", f"{label.en} ({code})")
        if isinstance(term, Literal):
            return Text(_short(term.value), _short(term.value)) if term.value.strip() else BLANK
        return self._names.place(term)

    def _typed(self, term: Term) -> Text:
        words = self.shown(term)
        if not isinstance(term, Literal):
            kind = _KINDS["BlankNode" if isinstance(term, BlankNode) else "IRI"]
            return Text(f"{words.zh}（{kind.zh}）", f"{words.en} ({kind.en})")
        sort = _sort(NamedNode(f"{RDF}langString") if term.language else term.datatype)
        return Text(f"{words.zh}（写作{sort.zh}）", f"{words.en} (written as {sort.en})")

    def expected(self, one: Result, rule: Rule) -> Text:
        """What the author says, else what the constraint says, else the demand itself; which thing is lacking."""
        told = rule.expected or self._parameter(one) or rule.message
        lacking = self._lacking(one)
        return told if lacking is None else Text(f"{told.zh}：{lacking.zh}", f"{told.en}: {lacking.en}")

    def _lacking(self, one: Result) -> Text | None:
        """The thing of the knowledge that a query misses at its path."""
        thing, path = one.value, one.path
        if _component(one) != "SPARQL" or not isinstance(thing, NamedNode) or not isinstance(path, NamedNode):
            return None
        known = thing in self._knowledge and thing not in self._package
        return self._rules.label(thing) if known and thing not in self._package.values(one.focus, path.value) else None

    def _parameter(self, one: Result) -> Text | None:
        component = _component(one)
        name, words = _PARAMETERS.get(component, ("", None))
        values = self._shapes.values(one.shape, SH + name)
        if words is None or not values:
            return None
        return words(self, one, values)

    def _count(self, values: Sequence[Term], zh: str, en: str) -> Text:
        number = values[0].value
        return Text(f"{zh}{number}项", f"{en} {number}")

    def _bound(self, values: Sequence[Term], zh: str, en: str) -> Text:
        return Text(f"{zh}{values[0].value}", f"{en} {values[0].value}")

    def _other(self, one: Result, values: Sequence[Term], zh: str, en: str) -> Text:
        """A bound that another property of the same thing sets."""
        property_ = NamedNode(values[0].value)
        label, own = self._rules.label(property_), self._package.values(one.focus, property_.value)
        told = self._several(own) if own else None
        return Text(
            f"{zh}{label.zh}{f'（{told.zh}）' if told else ''}", f"{en} {label.en}{f' ({told.en})' if told else ''}"
        )

    def _things(self, values: Sequence[Term]) -> Text:
        return listed([self.shown(one) for one in values])

    def _class(self, values: Sequence[Term]) -> Text:
        labels = [self._rules.label(one) for one in values if isinstance(one, NamedNode)]
        return listed(labels)

    def _choice(self, values: Sequence[Term]) -> Text:
        words = self._things(self._shapes.items(values[0]))
        return Text(f"以下之一：{words.zh}", f"one of: {words.en}")


def _sort(datatype: Term) -> Text:
    name = local(datatype.value)
    return _TYPES.get(name, Text(name, name)) if datatype.value.startswith((XSD, RDF, RDFS)) else Text(name, name)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _component(one: Result) -> str:
    return local(one.component).removesuffix("ConstraintComponent")


_Words = Callable[[Details, Result, Sequence[Term]], Text]


def _counting(zh: str, en: str) -> _Words:
    return lambda self, _, values: self._count(values, zh, en)


def _bounding(zh: str, en: str) -> _Words:
    return lambda self, _, values: self._bound(values, zh, en)


def _comparing(zh: str, en: str) -> _Words:
    return lambda self, one, values: self._other(one, values, zh, en)


_COUNTING = frozenset({"MinCount", "MaxCount", "QualifiedMinCount", "QualifiedMaxCount", "HasValue", "UniqueLang"})
_PARAMETERS: dict[str, tuple[str, _Words | None]] = {
    "MinCount": ("minCount", _counting("至少", "at least")),
    "MaxCount": ("maxCount", _counting("至多", "at most")),
    "QualifiedMinCount": ("qualifiedMinCount", _counting("符合要求的至少", "of the kind demanded at least")),
    "QualifiedMaxCount": ("qualifiedMaxCount", _counting("这一种至多", "of this kind at most")),
    "MinInclusive": ("minInclusive", _bounding("不小于（不早于）", "not below (not before)")),
    "MaxInclusive": ("maxInclusive", _bounding("不大于（不晚于）", "not above (not after)")),
    "MinExclusive": ("minExclusive", _bounding("大于（晚于）", "above (after)")),
    "MaxExclusive": ("maxExclusive", _bounding("小于（早于）", "below (before)")),
    "MinLength": ("minLength", _bounding("字数不少于", "characters at least")),
    "MaxLength": ("maxLength", _bounding("字数不多于", "characters at most")),
    "Pattern": ("pattern", _bounding("符合格式 ", "of the form")),
    "LessThan": ("lessThan", _comparing("小于（早于）", "below (before) the")),
    "LessThanOrEquals": ("lessThanOrEquals", _comparing("不大于（不晚于）", "not above (not after) the")),
    "Equals": ("equals", _comparing("等于", "the same as the")),
    "Disjoint": ("disjoint", _comparing("不同于", "other than the")),
    "Class": ("class", lambda self, _, values: self._class(values)),
    "Datatype": ("datatype", lambda _, __, values: _sort(values[0])),
    "NodeKind": ("nodeKind", lambda _, __, values: _KINDS[local(values[0].value)]),
    "HasValue": ("hasValue", lambda self, _, values: self._things(values)),
    "In": ("in", lambda self, _, values: self._choice(values)),
    "LanguageIn": ("languageIn", lambda self, _, values: self._choice(values)),
    "UniqueLang": ("uniqueLang", lambda _, __, ___: Text("每种语言至多一项", "at most one a language")),
}
