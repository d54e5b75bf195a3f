"""The example of a deployment fits the program: its file is whole, its variables exist, its parts find each other."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from guanxia.cli import COMMANDS
from guanxia.settings import Settings
from tests.conftest import ROOT

FOLDER = ROOT / "service" / "deploy"
SETTINGS = (ROOT / "service" / "guanxia" / "settings.py").read_text(encoding="utf-8")
VARIABLE = re.compile(r"GUANXIA_[A-Z_]+")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return dict(yaml.safe_load((FOLDER / "compose.yaml").read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", ["compose.yaml", "README.md"])
def test_every_variable_is_one_of_the_settings(name: str) -> None:
    named = set(VARIABLE.findall((FOLDER / name).read_text(encoding="utf-8")))
    assert len(named) > 5
    assert named <= set(VARIABLE.findall(SETTINGS))


def test_replicas_have_the_same_settings_and_ask_the_engine(compose: dict[str, Any]) -> None:
    replicas = {name: one for name, one in compose["services"].items() if one.get("command") == ["guanxia", "serve"]}
    assert len(replicas) >= 2
    assert len({str(one) for one in replicas.values()}) == 1
    environment = next(iter(replicas.values()))["environment"]
    plain = {name: re.sub(r"\$\{\w+:-(.*)\}", r"\1", value) for name, value in environment.items()}
    settings = Settings.from_environment(plain)
    host, port = re.fullmatch(r"http://([\w-]+):(\d+)/query", settings.sparql_url or "").groups()  # type: ignore[union-attr]
    engine = compose["services"][host]
    assert f"0.0.0.0:{port}" in engine["command"]
    assert settings.proxies == 1 and settings.base_url


def test_replicas_are_asked_whether_they_are_ready(compose: dict[str, Any]) -> None:
    proxy = (FOLDER / "Caddyfile").read_text(encoding="utf-8")
    replicas = [name for name, one in compose["services"].items() if one.get("command") == ["guanxia", "serve"]]
    for name in replicas:
        check = compose["services"][name]["healthcheck"]["test"]
        assert "/readyz" in check[-1]
        compile(check[-1], "healthcheck", "exec")
        assert f"{name}:{compose['services'][name]['environment']['GUANXIA_PORT']}" in proxy
    assert "health_uri /readyz" in proxy


def test_the_engine_is_reached_from_inside_alone(compose: dict[str, Any]) -> None:
    assert compose["networks"]["inside"]["internal"] is True
    for name, one in compose["services"].items():
        assert "ports" not in one or name == "proxy"
        assert one["networks"] == (["inside", "outside"] if name == "proxy" else ["inside"])


def test_commands_and_files_that_it_names_exist(compose: dict[str, Any]) -> None:
    dockerfile = (FOLDER / "Dockerfile").read_text(encoding="utf-8")
    stages = set(re.findall(r" AS (\w+)", dockerfile))
    for one in compose["services"].values():
        if build := one.get("build"):
            assert (ROOT / build["dockerfile"]).exists()
            assert build.get("target", "service") in stages
        if one.get("command", [""])[0] == "guanxia":
            assert one["command"][1] in COMMANDS
    assert dockerfile.rstrip().rpartition("FROM ")[2].startswith("base AS service")
    assert (ROOT / "requirements.txt").exists()
    for volume in compose["services"]["proxy"]["volumes"]:
        assert (FOLDER / volume.split(":")[0]).exists()
