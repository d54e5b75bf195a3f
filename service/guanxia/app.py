"""The application: everything is made here from settings; nothing is built on import."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask

from guanxia.answers import Answers
from guanxia.cage import Cage
from guanxia.cases import today
from guanxia.catalog import Catalog
from guanxia.exports import Exports
from guanxia.linked.things import Things
from guanxia.memory import keep_heap
from guanxia.notices import Laws
from guanxia.queries import Questions
from guanxia.search.finder import Search
from guanxia.settings import Settings
from guanxia.sparql.caged import Caged
from guanxia.sparql.endpoint import Endpoint
from guanxia.store import Graph, open_graph
from guanxia.web import (
    api,
    browse,
    catalog,
    changes,
    citations,
    dumps,
    errors,
    exports,
    health,
    package_drafts,
    package_pages,
    packages,
    pages,
    query_page,
    resources,
    search_pages,
    sitemap,
    sparql,
)
from guanxia.web.direct import Direct
from guanxia.web.mounted import mount
from guanxia.web.ready import Ready
from guanxia.web.refusals import Refusals
from guanxia.web.standby import Standby
from guanxia.web.waiting import Waiting

WARM_NOTICES = 4


@dataclass(frozen=True, slots=True)
class Service:
    """What the views need: the graph, the questions put to it, the law by day, the answers.

    Packages are examined in the cage; it starts with the first of them, unless several processes share one.
    """

    settings: Settings
    graph: Graph
    questions: Questions
    laws: Laws
    answers: Answers
    cage: Cage
    endpoint: Endpoint
    things: Things
    exports: Exports
    catalog: Catalog
    search: Search


def create_service(settings: Settings) -> Service:
    """Read the graph and today's law of its notices, so that a broken release never starts.

    Raises UnreadableGraph, IncompleteLaw or FileNotFoundError with the place of the fault.
    """
    graph = open_graph(settings)
    questions = Questions(graph, settings.queries)
    laws = Laws(questions)
    for slug in sorted(laws.notices)[:WARM_NOTICES]:
        laws.rules(slug, today())
    exports, released = Exports(questions), Catalog(graph, settings)
    things = Things(questions, [exports, released])
    cage = Cage(settings.of_release(graph.release))
    endpoint = Endpoint(settings, graph.release, Caged(cage))
    answers, search = Answers(laws), Search(questions)
    return Service(settings, graph, questions, laws, answers, cage, endpoint, things, exports, released, search)


def create_app(settings: Settings | None = None) -> Flask:
    """The WSGI application; where a SPARQL server holds the law, one that waits for it and follows its releases."""
    keep_heap()
    settings = settings or Settings.from_environment()
    if settings.sparql_url is None:
        return make_app(settings)
    app = Flask("guanxia", static_folder=None, template_folder=None)
    app.wsgi_app = Standby(settings, make_app)  # type: ignore[method-assign]
    return app


def make_app(settings: Settings) -> Flask:
    """The application of one release. Raises as ``create_service`` does, and EngineError."""
    service = create_service(settings)
    app = Flask("guanxia", static_folder=None, template_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = None
    app.extensions["guanxia"] = service
    app.json.sort_keys = True  # type: ignore[attr-defined]
    for views in (
        api,
        citations,
        packages,
        package_pages,
        package_drafts,
        health,
        pages,
        search_pages,
        browse,
        resources,
        exports,
    ):
        app.register_blueprint(views.blueprint(service))
    page = query_page.QueryPage(service)
    app.register_blueprint(query_page.blueprint(page))
    app.register_blueprint(sparql.blueprint(service, page))
    for views in (catalog, dumps, changes, sitemap):
        app.register_blueprint(views.blueprint(service))
    errors.register(app)
    app.wsgi_app = Direct(app.wsgi_app, service)  # type: ignore[method-assign]
    app.wsgi_app = Ready(app.wsgi_app)  # type: ignore[method-assign]
    app.wsgi_app = Refusals(app.wsgi_app, service.cage, settings.proxies)  # type: ignore[method-assign]
    mount(app, service.settings)
    service.cage.around = Waiting(settings.threads).one_more
    return app
