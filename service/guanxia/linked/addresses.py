"""Where things are read: IRIs of the data never change, addresses follow the host that the settings name."""

from __future__ import annotations

from urllib.parse import quote, urlencode, urlsplit

from guanxia.settings import Settings

BASE = "https://w3id.org/guanxia/"
TERMS, SHAPE_TERMS = f"{BASE}ontology#", f"{BASE}shapes#"
_SAFE = "/:@!$&'()*+,;=~"


class Addresses:
    """Addresses on the host of ``settings.base_url``, never on one that a request names.

    ``base`` ends with a slash; ``prefix`` is its path without that slash, empty at the root of a host.
    """

    def __init__(self, settings: Settings) -> None:
        base = settings.base_url or f"http://{_bracketed(settings.host)}:{settings.port}/"
        self.base = base if base.endswith("/") else f"{base}/"
        self.prefix = urlsplit(self.base).path.rstrip("/")
        self._start = self.base if settings.base_url else "/"

    def here(self, iri: str) -> str:
        """An IRI of ours as it is read on this host; others stay as they are."""
        return self.base + _escaped(iri.removeprefix(BASE).lstrip("/")) if iri.startswith(BASE) else iri

    def document(self, iri: str, suffix: str = "") -> str:
        """The absolute URL of the document about an IRI of ours, in the format of a suffix such as ``.ttl``."""
        return self.base + _document(iri) + suffix

    def link(self, iri: str, suffix: str = "") -> str:
        """The document about an IRI of ours as headers name it: with the host only where the settings name one."""
        return self._start + _document(iri) + suffix

    def path(self, iri: str, lang: str = "zh", suffix: str = "") -> str:
        """The document about an IRI of ours as a link within the site; an IRI of others stays as it is."""
        if not iri.startswith(BASE):
            return iri
        query = f"?{urlencode({'lang': lang})}" if lang != "zh" else ""
        return f"{self.prefix}/{_document(iri)}{suffix}{query}"

    def site(self, path: str) -> str:
        """The absolute URL of a page of the service: ``path`` starts with a slash and is escaped."""
        return self.base + path.removeprefix("/")


def document_of(iri: str) -> str:
    """The path, below the base, of the document about an IRI of ours, unescaped."""
    rest = iri.removeprefix(BASE)
    if iri.startswith((TERMS, SHAPE_TERMS)):
        return rest.replace("#", "/", 1)
    return f"doc/{rest.removeprefix('id/')}" if rest.startswith("id/") else rest


def _document(iri: str) -> str:
    """Never with a slash in front, which would name another host."""
    return _escaped(document_of(iri).lstrip("/"))


def _escaped(rest: str) -> str:
    path, mark, fragment = rest.partition("#")
    return quote(path, safe=_SAFE) + mark + quote(fragment, safe=_SAFE)


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
