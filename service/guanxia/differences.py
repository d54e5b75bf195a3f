"""Two answers to one question, told apart in words: what was added, removed or changed, and where."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from guanxia.answer_words import ITEMS, NAMES, PARTS, VALUES
from guanxia.model import Text

SEAL = ("release", "sha256")
NONE = Text("无", "none")
LONGEST = 400


@dataclass(frozen=True, slots=True)
class Change:
    """``path`` are the keys that lead there, ``where`` says the same in words; ``before`` and ``after`` are values.

    ``kind`` is ``added``, ``removed`` or ``changed``.
    """

    path: tuple[str, ...]
    where: Text
    kind: str
    before: Text | None
    after: Text | None


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Every difference of content, in the order of an answer; release and hash are left aside."""
    names = {**_named(before), **_named(after)}
    parts = sorted({*before, *after} - {*SEAL}, key=_order)
    walk = _Walk(names)
    found = [walk.compared((key,), NAMES.get(key, Text(key, key)), before, after, key) for key in parts]
    return [change for changes in found for change in changes]


def _named(value: Any) -> dict[str, Text]:
    """Labels of codes and facts, wherever an answer tells them."""
    if isinstance(value, list):
        return {code: label for one in value for code, label in _named(one).items()}
    if not isinstance(value, dict):
        return {}
    found = {code: label for one in value.values() for code, label in _named(one).items()}
    for key in ("code", "fact"):
        if isinstance(value.get(key), str) and _is_text(value.get("label")):
            found[value[key]] = _text(value["label"])
    return found


class _Walk:
    def __init__(self, names: Mapping[str, Text]) -> None:
        self._names = names

    def compared(
        self, path: tuple[str, ...], where: Text, before: Mapping[str, Any], after: Mapping[str, Any], key: str
    ) -> list[Change]:
        """Differences of one key of two objects; a key that is absent is the same as none."""
        return list(self._values(path, where, before.get(key), after.get(key)))

    def _values(self, path: tuple[str, ...], where: Text, before: Any, after: Any) -> Iterator[Change]:
        if _same(before, after):
            return
        if isinstance(before, list | None) and isinstance(after, list | None):
            yield from self._lists(path, where, before or [], after or [])
        elif isinstance(before, dict) and isinstance(after, dict) and not _is_text(before) and not _is_text(after):
            found = [
                change
                for key in sorted({*before, *after}, key=_order)
                for change in self.compared(
                    (*path, key), _below(where, NAMES.get(key) or Text(key, key)), before, after, key
                )
            ]
            told = [one for one in found if one.path[-1] not in ("sha256", "iri")]
            yield from told or found
        else:
            yield from self._leaf(path, where, before, after)

    def _lists(self, path: tuple[str, ...], where: Text, before: list[Any], after: list[Any]) -> Iterator[Change]:
        old, new = _keyed(_flat(before)), _keyed(_flat(after))
        found = []
        for key in {**old, **new}:
            one = new.get(key, old.get(key))
            if key not in new:
                found.append(Change(path, where, "removed", self._item(one), None))
            elif key not in old:
                found.append(Change(path, where, "added", None, self._item(one)))
            else:
                found += self._values((*path, key), _below(where, self._title(one)), old[key], new[key])
        if not found:
            text = Text("次序", "order")
            found.append(Change(path, _below(where, text), "changed", self._order(old), self._order(new)))
        yield from found

    def _order(self, items: Mapping[str, Any]) -> Text:
        return _joined([self._title(one) for one in items.values()])

    def _leaf(self, path: tuple[str, ...], where: Text, before: Any, after: Any) -> Iterator[Change]:
        kind = "added" if before is None else "removed" if after is None else "changed"
        old, new = (None if one is None else self._told(one) for one in (before, after))
        yield Change(path, where, kind, old, new)

    def _title(self, one: Any) -> Text:
        """What an item of a list is called."""
        if not isinstance(one, dict):
            return self._told(one)
        actor = one.get("actor")
        named = next((_text(one[key]) for key in ITEMS if _is_text(one.get(key))), None)
        code = one.get("id") or one.get("norm")
        if isinstance(actor, dict) and _is_text(actor.get("label")) and named:
            named = _spaced(_text(actor["label"]), named)
        if isinstance(code, str):
            named = _spaced(Text(code, code), named) if named else Text(code, code)
        return named or self._told(one)

    def _told(self, value: Any) -> Text:
        """A value in words: texts as they are, codes by their labels, objects by what they are called."""
        if _is_text(value):
            return _text(value)
        if isinstance(value, bool):
            return Text("是", "yes") if value else Text("否", "no")
        if value is None:
            return NONE
        if isinstance(value, list):
            return _joined([self._told(one) for one in value]) if value else NONE
        if isinstance(value, dict):
            return self._object(value)
        text = str(value)
        return VALUES.get(text) or self._names.get(text) or Text(text, text)

    def _item(self, one: Any) -> Text:
        """An item of a list with its first words."""
        title = self._title(one)
        more = self._more(one) if isinstance(one, dict) else None
        return _short(Text(f"{title.zh}：{more.zh}", f"{title.en}: {more.en}") if more else title)

    @staticmethod
    def _more(value: Mapping[str, Any]) -> Text | None:
        return next((_text(value[key]) for key in ("summary", "stand", "text") if _is_text(value.get(key))), None)

    def _object(self, value: Mapping[str, Any]) -> Text:
        named = next((_text(value[key]) for key in ITEMS if _is_text(value.get(key))), None)
        if named:
            return _short(named)
        parts = [Text(f"{name.zh} {told.zh}", f"{name.en} {told.en}") for name, told in self._pairs(value)]
        return _short(_joined(parts))

    def _pairs(self, value: Mapping[str, Any]) -> list[tuple[Text, Text]]:
        return [(NAMES.get(key) or Text(key, key), self._told(value[key])) for key in sorted(value, key=_order)]


def _same(before: Any, after: Any) -> bool:
    """Equal as JSON is: true is not 1."""
    return bool(before == after) and json.dumps(before, sort_keys=True) == json.dumps(after, sort_keys=True)


def _is_text(value: Any) -> bool:
    return (
        isinstance(value, dict) and set(value) == {"zh", "en"} and all(isinstance(one, str) for one in value.values())
    )


def _text(value: Mapping[str, str]) -> Text:
    return Text(value["zh"], value["en"])


def _flat(items: list[Any]) -> list[Any]:
    """Lists in a list make one list."""
    return [one for item in items for one in (item if isinstance(item, list) else [item])]


def _keyed(items: list[Any]) -> dict[str, Any]:
    """Items by what makes them the same thing in both answers; a second one of a name gets a number."""
    found: dict[str, Any] = {}
    seen: Counter[str] = Counter()
    for one in items:
        name = _identity(one)
        seen[name] += 1
        found[name if seen[name] == 1 else f"{name} ({seen[name]})"] = one
    return found


def _identity(one: Any) -> str:
    if not isinstance(one, dict):
        return str(one)
    if "actor" in one and "norm" in one and isinstance(one["actor"], dict):
        return f"{one['norm'] or one.get('iri')} {one['actor'].get('code')}"
    parts = [str(one[key]) for key in ("id", "iri", "role", "on") if isinstance(one.get(key), str)]
    parts = parts or [str(one[key]) for key in ("fact", "value") if key in one]
    return " ".join(parts) or json.dumps(one, ensure_ascii=False, sort_keys=True)


def _order(key: str) -> tuple[int, str]:
    return (PARTS.index(key) if key in PARTS else len(PARTS), key)


def _below(where: Text, name: Text) -> Text:
    name = _short(name, 80)
    return Text(f"{where.zh} › {name.zh}", f"{where.en} › {name.en}")


def _spaced(first: Text, second: Text) -> Text:
    return Text(f"{first.zh} {second.zh}", f"{first.en} {second.en}")


def _joined(texts: list[Text]) -> Text:
    return Text("、".join(one.zh for one in texts), ", ".join(one.en for one in texts))


def _short(text: Text, longest: int = LONGEST) -> Text:
    return Text(*(one if len(one) <= longest else one[: longest - 1] + "…" for one in (text.zh, text.en)))
