"""A page as its elements and text, read the way a browser reads it."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "input", "br", "img", "hr"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    text: str = ""


@dataclass
class Page:
    elements: list[Element] = field(default_factory=list)
    unclosed: list[str] = field(default_factory=list)

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Elements of a tag with these attributes."""
        return [one for one in self.elements if one.tag == tag and attributes.items() <= one.attributes.items()]

    @property
    def text(self) -> str:
        return self.elements[0].text

    def attributes(self, name: str) -> list[str]:
        """Every value of an attribute, in order."""
        return [one.attributes[name] for one in self.elements if name in one.attributes]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page, self.open = Page(), [Element("", {})]
        self.page.elements.append(self.open[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.page.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if self.open[-1].tag != tag:
            self.page.unclosed.append(f"</{tag}> closes <{self.open[-1].tag}>")
        else:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data


def read(body: str) -> Page:
    """The page of an HTML text."""
    reader = _Reader()
    reader.feed(body)
    reader.close()
    return reader.page
