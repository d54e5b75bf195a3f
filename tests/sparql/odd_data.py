"""A task of the cage over a small dataset with odd texts, graphs of several names, and nodes that know each other."""

from __future__ import annotations

from collections.abc import Callable

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store

from guanxia.settings import Settings
from guanxia.sparql import task

BASE = "http://example.org/"
ROWS = 100
# What divides rows, columns and lines in one format or another, and more that needs care.
TEXTS = (
    "plain", "", " spaces ", "tab\there", "line\nfeed", "carriage\rreturn", "both\r\n", '"quoted"', "'single'", "a,b",
    "=1+1", "},{", '},{"x":', "<result>", "</results>", "]]>", "&amp;", "\\", "\\t", "\u0085", "\u2028", "桂林𠮷",
    "\u200f",
)  # fmt: skip
NOT_XML = ("\u0000", "\u0008", "\u001b", "\ufffe", "\uffff")


def load(settings: Settings) -> Callable[[bytes], bytes]:
    return task.work(dataset(), settings, BASE)


def dataset() -> Store:
    store = Store()
    for number, text in enumerate(TEXTS):
        store.add(_quad(f"text-{number}", "text", Literal(text)))
    for number, text in enumerate(NOT_XML):
        store.add(_quad(f"bad-{number}", "bad", Literal(text)))
    for number in range(ROWS + 1):
        store.add(_quad(f"row-{number}", "row", Literal("},{\n<result>" + str(number))))
        store.add(_quad("hub", "knows", BlankNode(f"b{number}")))
    for one in range(40):
        for other in range(40):
            store.add(_quad(f"n{one}", "dense", NamedNode(f"{BASE}n{other}")))
    store.add(_quad("in-a", "text", Literal("a"), "graph-a"))
    store.add(_quad("in-b", "text", Literal("b"), "graph-b"))
    store.add(_quad("odd", "1", Literal("a property without a name for XML")))
    return store


def _quad(subject: str, predicate: str, value: Literal | NamedNode | BlankNode, graph: str | None = None) -> Quad:
    terms = NamedNode(BASE + subject), NamedNode(BASE + predicate), value
    return Quad(*terms, NamedNode(BASE + graph)) if graph else Quad(*terms)
