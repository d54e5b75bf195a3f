"""What a package may say: about itself only, no rules, no hidden characters, one document of a known kind."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pyoxigraph import Literal, NamedNode, Triple

from guanxia.problems import nearest, shown
from guanxia.referrals import PACKAGES
from guanxia.referrals.context import GX, XSD, Context
from guanxia.referrals.limits import Limits
from guanxia.referrals.refusals import Refused, nul_inside, too_many

_RDF, _RDFS = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/2000/01/rdf-schema#"
_TYPE = NamedNode(_RDF + "type")
_PUBLIC = "https://w3id.org/guanxia/"
# Vocabularies that state rules or fetch files, wherever their terms stand.
_RULES = (
    "http://www.w3.org/ns/shacl",
    "http://www.w3.org/2002/07/owl#",
    "http://www.w3.org/2001/XInclude",
    "http://www.w3.org/2003/11/swrl",
    "http://datashapes.org/",
    "http://topbraid.org/",
    "http://spinrdf.org/",
    "http://www.w3.org/ns/shex#",
)
_SCHEMA = frozenset(
    _RDFS + name
    for name in ("subClassOf", "subPropertyOf", "domain", "range", "Class", "Datatype", "Resource", "Literal")
) | {_RDF + "Property"}
_WORDS = "string date dateTime gYear gYearMonth time boolean double float anyURI"
_NUMBERS = frozenset(XSD + name for name in "decimal integer nonNegativeInteger positiveInteger int long".split())
_DATATYPES = _NUMBERS | {XSD + name for name in _WORDS.split()} | {_RDF + "langString"}
# Characters that change the direction of text or that nobody sees.
_HIDDEN = re.compile(
    "[\0-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\U000e0000-\U000e0fff]"
)
_UUID = re.compile(r"urn:uuid:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.I)


def check_package(triples: Sequence[Triple], context: Context, limits: Limits) -> None:
    """Raise Refused for the first thing that a package may not say."""
    if not triples:
        raise Refused(
            "empty",
            "材料中没有任何陈述（只有注释、前缀或者空的结构）。请填写文书的内容；可以从文书模板开始。",
            "The package states nothing (only comments, prefixes or empty structures). Fill in the content of the "
            "document; a skeleton of its kind is a good start.",
        )
    for iri in dict.fromkeys(iri for triple in triples for iri in _iris(triple)):
        _check_rules(iri)
        _check_hidden(iri)
    for triple in triples:
        if isinstance(triple.object, Literal):
            _check_literal(triple.predicate.value, triple.object, limits)
    for subject in dict.fromkeys(triple.subject for triple in triples):
        if isinstance(subject, NamedNode):
            _check_subject(subject.value)
    _check_document(triples, context)
    workers = sum(triple.predicate.value == f"{GX}worker" for triple in triples)
    if workers > limits.workers:
        raise too_many("too-large", f"职工（{workers:,} 人）", f"workers ({workers:,})", limits.workers)


def _iris(triple: Triple) -> list[str]:
    found = [term.value for term in (triple.subject, triple.predicate, triple.object) if isinstance(term, NamedNode)]
    if isinstance(triple.object, Literal):
        found.append(triple.object.datatype.value)
    return found


def _check_rules(iri: str) -> None:
    if iri.startswith(_RULES) or iri in _SCHEMA or iri.startswith((f"{_PUBLIC}shapes#", f"{_PUBLIC}shapes/")):
        raise Refused(
            "rules-not-allowed",
            f"材料中有“{shown(iri)}”，属于规则、模式或者引入文件的词汇。审查规则只出自公布的图，请删去有关陈述。",
            f"There is '{shown(iri)}', a term of rules, schemas or inclusion. The rules are those of the published "
            "graph alone; delete the statements that use it.",
            shown(iri),
        )


def _check_hidden(iri: str) -> None:
    if found := _HIDDEN.search(iri):
        code = f"U+{ord(found.group()):04X}"
        raise Refused(
            "unsafe-iri",
            f"网址“{shown(iri)}”的第 {found.start() + 1} 个字符是看不见的或者改变文字方向的 {code}。请重新输入该网址。",
            f"Character {found.start() + 1} of the IRI '{shown(iri)}' is {code}, which is invisible or changes the "
            "direction of text. Type the IRI anew.",
            shown(iri),
        )


def _check_literal(predicate: str, literal: Literal, limits: Limits) -> None:
    name, datatype = _name(predicate), literal.datatype.value
    if "\0" in literal.value:
        raise nul_inside(name)
    if datatype not in _DATATYPES:
        raise Refused(
            "datatype-not-allowed",
            f"{name} 的数据类型“{shown(datatype)}”不接受。请改用文本、xsd:date、xsd:gYearMonth、xsd:decimal、"
            "xsd:integer 或者 xsd:boolean。",
            f"The datatype '{shown(datatype)}' of {name} is not taken. Use text, xsd:date, xsd:gYearMonth, "
            "xsd:decimal, xsd:integer or xsd:boolean.",
            name,
        )
    if datatype in _NUMBERS and len(literal.value) > limits.number:
        raise Refused(
            "wrong-amount",
            f"{name} 的数“{shown(literal.value)}”有 {len(literal.value):,} 位，上限为 {limits.number} 位。请核对该数。",
            f"The number '{shown(literal.value)}' of {name} has {len(literal.value):,} characters; the limit is "
            f"{limits.number}. Check it.",
            name,
        )


def _check_subject(iri: str) -> None:
    if iri.startswith(PACKAGES) or _UUID.fullmatch(iri):
        return
    public = iri.startswith(_PUBLIC)
    raise Refused(
        "foreign-subject",
        f"材料中有以“{shown(iri)}”为主语的陈述，{'该事物由公布的图描述' if public else '该事物不属于这份材料'}。"
        f"请删去；材料自己的事物用空白节点、urn:uuid 或者 {PACKAGES} 之下的地址。",
        f"There are statements about '{shown(iri)}', "
        f"{'which the published graph describes' if public else 'which is not part of this package'}. Delete them; "
        f"name the package's own things by blank nodes, urn:uuid or addresses under {PACKAGES}.",
        shown(iri),
    )


def _check_document(triples: Sequence[Triple], context: Context) -> None:
    """One document of one kind; no other class of the published graph may be claimed."""
    typed = {
        (triple.subject, triple.object.value)
        for triple in triples
        if triple.predicate == _TYPE and isinstance(triple.object, NamedNode)
    }
    types = {iri for _, iri in typed}
    documents = [(subject, iri) for subject, iri in typed if iri in context.kinds]
    for iri in sorted(types - context.classes):
        if iri.startswith(_PUBLIC):
            _refuse_type(iri, context)
    if not documents:
        _refuse_none(types, context)
    if len(documents) > 1:
        names = ", ".join(sorted(_name(kind) for _, kind in documents)[:10])
        raise Refused(
            "several-referrals",
            f"材料中有 {len(documents)} 份文书（{names}）。一份材料只写一份文书，请分开提交或者用批量接口。",
            f"The package holds {len(documents)} documents ({names}). A package is one document; send them one by "
            "one or as a batch.",
        )


def _refuse_type(iri: str, context: Context) -> None:
    likely = nearest(_name(iri), [_name(one) for one in context.classes])
    raise Refused(
        "unknown-type",
        f"材料不能把自己的内容说成“{shown(_name(iri))}”类的事物。请改为材料的类型"
        f"{'，例如 ' + '、'.join(likely) if likely else ''}，或者删去该类型。",
        f"A package cannot claim that something of its own is of the class '{shown(_name(iri))}'. Use a class of "
        f"packages{' such as ' + ', '.join(likely) if likely else ''}, or delete the type.",
        shown(iri),
        likely,
    )


def _refuse_none(types: set[str], context: Context) -> None:
    kinds = {_name(iri): text for iri, text in sorted(context.kinds.items())}
    likely = tuple(one for iri in sorted(types)[:10] for one in nearest(_name(iri), kinds))[:3]
    zh = "；".join(f"{name}（{text.zh}）" for name, text in kinds.items())
    en = "; ".join(f"{name} ({text.en})" for name, text in kinds.items())
    raise Refused(
        "no-referral",
        f"材料没有写明是哪一种文书。请用 type（rdf:type）写明其中一种：{zh}。",
        f"The package does not say which kind of document it is. State one of these by type (rdf:type): {en}.",
        "/type",
        likely or tuple(kinds),
    )


def _name(iri: str) -> str:
    """The last part of an IRI, as JSON spells it."""
    return re.split(r"[#/]", iri)[-1] or iri
