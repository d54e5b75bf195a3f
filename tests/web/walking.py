"""The public pages of the service, each read once: what is wrong with it, and where it leads."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

from flask.testing import FlaskClient

from tests.web.markup import Page, read
from tests.web.test_pages import sound

HTML = {"Accept": "text/html"}


@dataclass(slots=True)
class Seen:
    """One page: its status, what is wrong with its markup, its links within the site, and its text."""

    status: int
    fault: str
    links: frozenset[str]
    text: str = field(repr=False)


def look(client: FlaskClient, path: str) -> Seen:
    """A page by its address within the site."""
    response = client.get(path, headers=HTML)
    if response.mimetype != "text/html":
        return Seen(response.status_code, "", frozenset(), "")
    page = read(response.text)
    return Seen(response.status_code, fault(page), frozenset(links(page)), page.text)


def fault(page: Page) -> str:
    """What is wrong with a page; empty for one that is sound. A script of data runs nothing."""
    data = [one for one in page.elements if one.tag == "script" and one.attributes.get("type") == "application/ld+json"]
    page.elements = [one for one in page.elements if one not in data]
    try:
        sound(page)
    except AssertionError as error:
        return str(error)[:300] or "unsound"
    return ""


def links(page: Page) -> Iterable[str]:
    """Addresses within the site to which a page leads, without fragments."""
    for href in page.attributes("href"):
        parts = urlsplit(href)
        if not parts.scheme and not parts.netloc and parts.path:
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def plain(address: str) -> str:
    """An address without the language that it names, unescaped."""
    parts = urlsplit(address)
    query = "&".join(f"{key}={value[0]}" for key, value in parse_qs(parts.query).items() if key != "lang")
    return unquote(parts.path) + (f"?{query}" if query else "")


def walk(client: FlaskClient, start: str, follow: tuple[str, ...]) -> tuple[dict[str, Seen], set[str]]:
    """Every page below some folders that can be reached, by address, and all other addresses that they name.

    The other language of a page is not followed.
    """
    pages: dict[str, Seen] = {}
    others: set[str] = set()
    ahead, known = deque([start]), {start}
    while ahead:
        at = ahead.popleft()
        pages[at] = look(client, at)
        for link in sorted(pages[at].links):
            if link in known:
                continue
            known.add(link)
            path = urlsplit(link).path
            is_page = path.startswith(follow) and not path.endswith((".ttl", ".jsonld", ".rdf", ".nt", ".html"))
            if is_page and "lang=en" not in link:
                ahead.append(link)
            else:
                others.add(link)
    return pages, others
