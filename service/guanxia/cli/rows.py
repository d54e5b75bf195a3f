"""Rows of a table answered one by one; a bad row carries its message and stops nothing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

import orjson

from guanxia.cli.asking import answer, case_of, words_of
from guanxia.cli.findings import HEADS, added_heads, cells, error_cells, is_added
from guanxia.cli.outcomes import Exit, Failure
from guanxia.cli.speech import say
from guanxia.cli.words import NotUnderstood
from guanxia.model import Text
from guanxia.problems import Problem, shown
from guanxia.tables import Row, Unsaved

if TYPE_CHECKING:
    from guanxia.app import Service

SEARCHED = 10
KEPT = 4096


class Rows:
    """The rows of a table, heads first, with the added cells. ``unknown`` are heads that name no fact."""

    def __init__(self, service: Service, rows: Iterator[Row]) -> None:
        self._service, self._words = service, words_of(service)
        first = list(islice(rows, SEARCHED))
        at = next((number for number, row in enumerate(first) if self._known(row)), None)
        if at is None:
            raise Failure(
                Exit.BAD_INPUT,
                Text(
                    f"前 {SEARCHED} 行中没有可识别的表头；表头应为事实的名称或者含义（见 guanxia facts）。",
                    f"no head in the first {SEARCHED} rows is known; "
                    "heads are names or labels of facts (see 'guanxia facts').",
                ),
            )
        self._above, self._rest = first[:at], chain(first[at + 1 :], rows)
        self._heads = self._read_heads(first[at])
        self._keys = [(place, key) for place, head in enumerate(self._heads) if (key := self._words.key_of(head))]
        self.unknown = [shown(head) for head in self._heads if head and self._words.key_of(head) is None]
        self._refuse_twice()
        self._kept: dict[bytes, list[str]] = {}
        self.done = self.failed = 0

    def _known(self, row: Row) -> bool:
        return any(self._words.key_of(str(cell)) for cell in row if cell is not None)

    @staticmethod
    def _read_heads(row: Row) -> list[str]:
        heads = ["" if cell is None else str(cell).strip() for cell in row]
        while heads and not heads[-1]:
            heads.pop()
        return heads[: -len(HEADS)] if is_added(heads[-len(HEADS) :]) else heads

    def _refuse_twice(self) -> None:
        keys = [key for _, key in self._keys]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            names = "、".join(twice)
            raise Failure(
                Exit.BAD_INPUT, Text(f"表头重复：{names}。", f"heads that mean the same: {', '.join(twice)}.")
            )

    def __iter__(self) -> Iterator[list[Any]]:
        for row in self._above:
            yield list(row)
        yield [*self._heads, *added_heads(self._heads)]
        width = len(self._heads)
        for row in self._rest:
            here = [*row[:width], *[None] * (width - len(row))]
            if all(cell is None or cell == "" for cell in row):
                yield here
                continue
            self.done += 1
            yield [*here, *self._added(here)]

    def _added(self, row: list[Any]) -> list[str]:
        try:
            self._refuse_unsaved(row)
            return self._answered(self._words.question((key, row[place]) for place, key in self._keys))
        except NotUnderstood as error:
            message = say(error.text)
        except Problem as problem:
            message = say(problem.detail)
        self.failed += 1
        return error_cells(message)

    def _refuse_unsaved(self, row: list[Any]) -> None:
        """Raises NotUnderstood for formulas without a stored value where a fact or key is looked for."""
        places = [one.cell for place, _ in self._keys if isinstance(one := row[place], Unsaved)]
        if places:
            raise NotUnderstood(
                Text(
                    f"{'、'.join(places)} 是公式，文件中没有存下它的值；请在表格软件中打开、计算并保存后再答。",
                    f"{', '.join(places)}: a formula whose value the file does not hold; open the table in a "
                    "spreadsheet program, let it compute, save it and run this again.",
                )
            )

    def _answered(self, question: dict[str, Any]) -> list[str]:
        """The cells for a question; like rows are answered once while there is room."""
        key = orjson.dumps(question, option=orjson.OPT_SORT_KEYS)
        if key not in self._kept:
            if len(self._kept) >= KEPT:
                self._kept.clear()
            self._kept[key] = cells(orjson.loads(answer(self._service, case_of(self._service, question))))
        return self._kept[key]
