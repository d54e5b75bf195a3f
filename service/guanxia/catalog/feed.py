"""The releases as an Atom feed (RFC 4287): an entry for each, with what it changed."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from guanxia.catalog.dcat import SERIES, TITLE, release_iri
from guanxia.catalog.lines import LICENSE
from guanxia.catalog.shelf import Release
from guanxia.linked.addresses import Addresses

ATOM = "application/atom+xml"
SPACE = "http://www.w3.org/2005/Atom"
# An entry must bear a time; a release that nobody dated has the oldest.
UNDATED = "1970-01-01"


def feed(releases: Sequence[Release], addresses: Addresses, lang: str) -> bytes:
    """The feed in one language; the newest release comes first."""
    zh = lang == "zh"
    root = Element("feed", {"xmlns": SPACE, "xml:lang": "zh-CN" if zh else "en"})
    _texts(root, id=SERIES, title=TITLE.zh if zh else TITLE.en, updated=_time(releases[0]), rights=LICENSE)
    SubElement(SubElement(root, "author"), "name").text = "管辖" if zh else "Guanxia"
    SubElement(root, "link", rel="self", type=ATOM, href=addresses.site(f"/changes.atom?lang={lang}"))
    SubElement(root, "link", rel="alternate", type="text/html", href=addresses.site(f"/changes?lang={lang}"))
    for release in releases:
        _entry(SubElement(root, "entry"), release, addresses, zh)
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, "unicode")}\n'.encode()


def _entry(entry: Element, release: Release, addresses: Addresses, zh: bool) -> None:
    before = release.record["previous"]
    title = f"版本 {release.name}" if zh else f"release {release.name}"
    _texts(entry, id=release_iri(release.name), title=title, updated=_time(release))
    path = f"/changes/{before}/{release.name}/" if before else f"/dumps/{release.name}/"
    SubElement(entry, "link", rel="alternate", type="text/html", href=addresses.site(path))
    if before:
        for name in ("removed.nq", "added.nq"):
            SubElement(entry, "link", rel="related", type="application/n-quads", href=addresses.site(path + name))
    removed, added = release.record["removed"], release.record["added"]
    if before and removed is not None:
        told = f"删去 {removed} 条陈述，增加 {added} 条。" if zh else f"{removed} statements removed, {added} added."
    else:
        told = "第一个版本。" if zh else "the first release."
    SubElement(entry, "summary").text = told


def _texts(element: Element, **texts: str) -> None:
    for name, text in texts.items():
        SubElement(element, name).text = text


def _time(release: Release) -> str:
    return f"{release.issued or release.manifest['checked'] or UNDATED}T00:00:00Z"
