"""How a thing is cited: as people write it, and as programs do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from guanxia.model import Text
from guanxia.portraits.portrait import Portrait
from guanxia.queries import Questions


@dataclass(frozen=True, slots=True)
class Work:
    """A text that is cited by its title or number."""

    title: Text
    number: str


@dataclass(frozen=True, slots=True)
class Citation:
    """``official`` in both languages, ``machine`` for programs: IRI, day and release."""

    official: Text
    machine: str


class Citing:
    """Citations of the things of one release."""

    def __init__(self, questions: Questions) -> None:
        self._release = questions.graph.release
        self._works = {
            row.text("text"): Work(Text(row.text("title_zh"), row.text("title_en")), row.optional("number") or "")
            for row in questions.ask("citable_texts")
        }

    def of(self, portrait: Portrait, on: date) -> Citation:
        """The citation of a thing on a day."""
        ref = portrait.ref
        official = self._whole(portrait) if ref.iri in self._works else self._inside(portrait)
        return Citation(official, f"{ref.iri} {on.isoformat()} {self._release}")

    def _whole(self, portrait: Portrait) -> Text:
        number = self._works[portrait.ref.iri].number
        label = portrait.ref.label
        if not number:
            return Text(f"《{label.zh}》", label.en)
        return Text(f"《{label.zh}》（{number}）", f"{label.en} ({number})")

    def _inside(self, portrait: Portrait) -> Text:
        """By the text in which it stands; a name that tells it already stands alone, with the day of its wording."""
        label, code = portrait.ref.label, portrait.ref.code
        work = next((self._works[one.iri] for one in reversed(portrait.above) if one.iri in self._works), None)
        if work is None:
            return Text(f"{_coded(code, label.zh)}（管辖法律图）", f"{_coded(code, label.en)} (Guanxia law graph)")
        if label.zh.startswith("《") or work.number.strip("号") in label.zh:
            since = portrait.start or next((one.start for one in portrait.versions if one.state == "now"), None)
            if since is None or portrait.start:
                return label
            told = f"{since.year}年{since.month}月{since.day}日"
            return Text(f"{label.zh}，{told}起的文本", f"{label.en}, wording from {since.isoformat()}")
        name = Text(work.number or f"《{work.title.zh}》", work.number or work.title.en)
        if code:
            return Text(f"{name.zh}，{_coded(code, label.zh)}", f"{name.en}, {_coded(code, label.en)}")
        return Text(f"{name.zh}{label.zh}", f"{name.en} {label.en}")


def _coded(code: str, label: str) -> str:
    return f"{code} {label}" if code and code != label else label
