"""Headers by which programs find their way: license, other formats, the thing itself."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Response

LICENSE = "https://creativecommons.org/licenses/by/4.0/"
ALLOWED = "GET, HEAD, OPTIONS"
EXPOSED = "Content-Language, Content-Location, ETag, Link, Location, Retry-After, Vary"


def linked(
    response: Response,
    *,
    canonical: str | None = None,
    alternates: Iterable[tuple[str, str]] = (),
    relations: Iterable[tuple[str, str]] = (),
) -> Response:
    """A reply with its links; ``alternates`` are URL and media type, ``relations`` URL and name of the relation.

    The URLs are escaped. Replies depend on Accept and Accept-Language, and any site may read them.
    """
    links = [f'<{LICENSE}>; rel="license"']
    if canonical is not None:
        links.append(f'<{canonical}>; rel="canonical"')
    links += [f'<{url}>; rel="alternate"; type="{media_type}"' for url, media_type in alternates]
    links += [f'<{url}>; rel="{relation}"' for url, relation in relations]
    response.headers["Link"] = ", ".join([*response.headers.getlist("Link"), *links])
    response.vary.update(("Accept", "Accept-Language"))
    return shared(response)


def shared(response: Response) -> Response:
    """A reply that scripts of any site may read, with its headers; none of them sends credentials."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = EXPOSED
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    return response


def options(response: Response) -> Response:
    """The reply to OPTIONS: what may be asked, and that other sites may ask it."""
    response.headers.setdefault("Allow", ALLOWED)
    response.headers["Access-Control-Allow-Methods"] = ALLOWED
    response.headers["Access-Control-Allow-Headers"] = "Accept, Accept-Language, If-None-Match"
    response.headers["Access-Control-Max-Age"] = "86400"
    return shared(response)
