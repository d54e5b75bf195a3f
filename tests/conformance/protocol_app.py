"""The endpoint over the data of W3C's protocol tests, for a server of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from flask import Flask
from pyoxigraph import NamedNode, RdfFormat, Store

from guanxia.app import create_service
from guanxia.cage import Cage, Task
from guanxia.settings import Settings
from guanxia.sparql import task
from guanxia.sparql.caged import Caged
from guanxia.sparql.endpoint import Endpoint
from guanxia.web import errors, sparql
from tests.conftest import SHARED

SUITE = SHARED / "w3c" / "sparql" / "sparql11"
GRAPHS = "http://kasei.us/2009/09/sparql/data/"


def load(settings: Settings) -> Callable[[bytes], bytes]:
    """The published task over the graphs that the manifest names; its folder comes as that of the ontology."""
    store = Store()
    for path in sorted(Path(settings.ontology[0]).glob("data*.nt")):
        store.load(path=str(path), format=RdfFormat.N_TRIPLES, to_graph=NamedNode(f"{GRAPHS}{path.stem}.rdf"))
    return task.work(store, settings)


def application() -> Flask:
    """The WSGI application."""
    settings = Settings()
    cage = Cage(
        replace(settings, ontology=(SUITE / "protocol",)), (Task("sparql", "tests.conformance.protocol_app:load"),)
    )
    cage.start()
    service = replace(create_service(settings), cage=cage, endpoint=Endpoint(settings, "protocol-tests", Caged(cage)))
    app = Flask("guanxia", static_folder=None)
    app.register_blueprint(sparql.blueprint(service))
    errors.register(app)
    return app
