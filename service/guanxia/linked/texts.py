"""What is said of one thing, by the kind of value that pages need."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pyoxigraph import BlankNode, Literal, NamedNode

from guanxia.linked.blocks import Blocks, Object
from guanxia.linked.formats import prefixes
from guanxia.model import Text


class Said:
    """Statements about one node, asked for by short names such as ``skos:definition``."""

    def __init__(self, node: NamedNode | BlankNode, blocks: Blocks) -> None:
        self.blocks = blocks
        self._values: Mapping[str, list[Object]] = {one.value: values for one, values in blocks.said(node).items()}

    def all(self, *names: str) -> list[Object]:
        return [value for name in names for value in self._values.get(_whole(name), ())]

    def iris(self, *names: str) -> list[str]:
        return [value.value for value in self.all(*names) if isinstance(value, NamedNode)]

    def text(self, *names: str) -> Text | None:
        """The texts of the properties in both languages, each on lines of their own; one stands in for the other."""
        literals = [value for value in self.all(*names) if isinstance(value, Literal)]
        zh, en = (_lines(literals, language) for language in ("zh", "en"))
        return Text(zh or en, en or zh) if zh or en else None

    def plain(self, name: str) -> str:
        """The first value without a language; empty where there is none."""
        found = (one.value for one in self.all(name) if isinstance(one, Literal) and not one.language)
        return next(found, "")

    def others(self, names: Iterable[str]) -> list[tuple[str, list[Object]]]:
        """What is said by other properties than these."""
        known = {_whole(name) for name in names}
        return [(iri, values) for iri, values in self._values.items() if iri not in known]


def _lines(literals: Iterable[Literal], language: str) -> str:
    return "\n".join(one.value for one in literals if (one.language or "").partition("-")[0] == language)


def _whole(name: str) -> str:
    prefix, _, rest = name.partition(":")
    return prefixes()[prefix] + rest
