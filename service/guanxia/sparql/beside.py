"""What is published beside the law and its shapes, as a graph of the endpoint."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from pyoxigraph import Quad

from guanxia.catalog import GRAPH, Catalog
from guanxia.settings import Settings
from guanxia.store import Graph

LOG = logging.getLogger("guanxia")


def catalog(graph: Graph, settings: Settings) -> Iterator[Quad]:
    """The statements of the catalog where releases are kept here; none where it cannot be made, which is logged."""
    if settings.releases is None or settings.snapshot is not None:
        return
    try:
        triples = Catalog(graph, settings).triples()
    except (ValueError, OSError) as error:
        LOG.warning("the endpoint is without the catalog: %s", error)
        return
    for triple in triples:
        yield Quad(triple.subject, triple.predicate, triple.object, GRAPH)
