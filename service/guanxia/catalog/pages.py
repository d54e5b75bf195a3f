"""All pages that search engines may list, each in both languages, as sitemaps (sitemaps.org, with hreflang)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from xml.sax.saxutils import escape

from pyoxigraph import NamedNode, Triple

from guanxia.linked.addresses import BASE, Addresses

MOST = 50_000
TONGUES = {"zh": "zh-CN", "en": "en"}
OPENING = '<?xml version="1.0" encoding="UTF-8"?>\n'
SPACES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'


def things(triples: Iterable[Triple]) -> list[str]:
    """IRIs of all things that a graph describes and that have a page here."""
    found = {one.subject.value for one in triples if isinstance(one.subject, NamedNode)}
    return sorted(iri for iri in found if iri.startswith((f"{BASE}id/", f"{BASE}ontology#")))


def addresses_of(paths: Sequence[str], iris: Sequence[str], addresses: Addresses) -> list[str]:
    """Pages of the site, then those about things, without their language."""
    return [*(addresses.site(path) for path in paths), *(addresses.document(iri) for iri in iris)]


def sitemaps(pages: Sequence[str], most: int = MOST) -> list[Sequence[str]]:
    """Pages in as many parts as sitemaps are needed; each page counts once for each language."""
    each = most // len(TONGUES)
    return [pages[start : start + each] for start in range(0, len(pages), each)]


def sitemap(pages: Iterable[str]) -> Iterator[str]:
    """One sitemap, in pieces. Days of change are left out: nobody records them for single pages."""
    yield f"{OPENING}<urlset {SPACES}>\n"
    for page in pages:
        others = "".join(
            f'<xhtml:link rel="alternate" hreflang="{tag}" href="{escape(f"{page}{query}")}"/>'
            for tag, query in (*((tag, f"?lang={tongue}") for tongue, tag in TONGUES.items()), ("x-default", ""))
        )
        for tongue in TONGUES:
            yield f"<url><loc>{escape(page)}?lang={tongue}</loc>{others}</url>\n"
    yield "</urlset>\n"


def index(count: int, addresses: Addresses) -> str:
    """The list of several sitemaps."""
    parts = "".join(
        f"<sitemap><loc>{escape(addresses.site(f'/sitemap/{number}.xml'))}</loc></sitemap>\n"
        for number in range(1, count + 1)
    )
    return f'{OPENING}<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{parts}</sitemapindex>\n'
