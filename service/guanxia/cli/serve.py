"""``guanxia serve``: the service over HTTP."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from subprocess import DEVNULL, Popen
from typing import TYPE_CHECKING

import click

from guanxia.cage import TASKS
from guanxia.cage.keeper import Keeper
from guanxia.cli.commands import Command, option
from guanxia.cli.opening import open_service, settings
from guanxia.cli.outcomes import Exit, Failure
from guanxia.cli.speech import say
from guanxia.model import Text
from guanxia.settings import Settings, kept_releases

if TYPE_CHECKING:
    from guanxia.store import Graph

BACKPRESSURE = 32
PLACES = (
    ("/", Text("页面", "page")),
    ("/packages", Text("检查移送文书", "check a package")),
    ("/api/v1/jurisdiction", Text("接口", "API")),
    ("/api/v1/openapi.json", Text("接口说明（OpenAPI）", "OpenAPI")),
    ("/readyz", Text("就绪检查", "readiness")),
)


@click.command(
    "serve",
    cls=Command,
    texts=Text("启动 HTTP 服务", "serve pages and API over HTTP"),
    more=Text(
        "环境变量 GUANXIA_HOST、GUANXIA_PORT、GUANXIA_WORKERS、GUANXIA_ONTOLOGY 给出缺省值；"
        "发布过的版本保存在 GUANXIA_RELEASES 文件夹中。Ctrl-C 或者 SIGTERM 结束服务。",
        "GUANXIA_HOST, GUANXIA_PORT, GUANXIA_WORKERS and GUANXIA_ONTOLOGY set the defaults; "
        "releases are kept in the folder GUANXIA_RELEASES. "
        "Ctrl-C or SIGTERM ends the service.",
    ),
)
@option("--host", zh="监听地址（缺省 127.0.0.1）", en="address to listen on (default 127.0.0.1)")
@option("--port", type=click.IntRange(1, 65535), zh="端口（缺省 8000）", en="port (default 8000)")
@option("--workers", type=click.IntRange(1, 256), zh="工作进程数（缺省 1）", en="worker processes (default 1)")
def command(host: str | None, port: int | None, workers: int | None) -> None:
    os.environ.setdefault("GUANXIA_RELEASES", str(kept_releases()))
    chosen = settings()
    host, port, workers = host or chosen.host, port or chosen.port, workers or chosen.workers
    chosen = replace(chosen, host=host, port=port, workers=workers)
    greeting, release = _greeting(chosen)
    _claim(host, port)
    shown = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    click.echo(say(greeting))
    for path, label in PLACES:
        click.echo(f"  {say(label)}: {shown}{path}")
    click.echo(say(Text("按 Ctrl-C 结束。", "Press Ctrl-C to stop.")))
    sys.stdout.flush()
    os.environ |= {"GUANXIA_HOST": host, "GUANXIA_PORT": str(port)}
    with _kept(chosen, release), _cage(chosen):
        _serve(host, port, workers, chosen.threads)


def _greeting(settings: Settings) -> tuple[Text, str]:
    """Which release is served, in words and by name.

    Raises Failure for files that cannot be read; a server that is down is waited for, and the name is empty.
    """
    if settings.sparql_url is None:
        graph: Graph = open_service(settings).graph
    else:
        from guanxia.engine import EngineError, RemoteGraph

        try:
            graph = RemoteGraph(settings)
        except EngineError as error:
            return Text(f"等待查询引擎：{error}", f"Waiting for the engine: {error}"), ""
        except ValueError as error:
            raise Failure(
                Exit.BAD_INPUT, Text(f"GUANXIA_SPARQL_URL 有误：{error}", f"GUANXIA_SPARQL_URL: {error}")
            ) from error
    release, triples = graph.release, len(graph)
    return Text(f"管辖 {release}（{triples} 条三元组）", f"Guanxia {release} ({triples} triples)"), release


@contextmanager
def _kept(settings: Settings, release: str) -> Iterator[None]:
    """A new release is written beside the service, which starts first; what goes wrong is told on stderr alone."""
    if settings.releases is None or not release or (settings.releases / release).is_dir():
        yield
        return
    program = [sys.executable, "-m", "guanxia", "release", "write"]
    yielding = partial(os.nice, 10)
    with Popen(program, stdin=DEVNULL, stdout=DEVNULL, start_new_session=True, preexec_fn=yielding) as writer:  # noqa: S603
        try:
            yield
        finally:
            writer.terminate()


@contextmanager
def _cage(settings: Settings) -> Iterator[None]:
    """One cage for all workers, which learn of it by the environment."""
    if settings.cage_socket is not None or settings.sparql_url is not None or not TASKS:
        # Each release of a server has a cage of its own, which the worker that serves it starts.
        yield
        return
    keeper = Keeper(settings, TASKS)
    try:
        keeper.start(wait=False)
        os.environ["GUANXIA_CAGE_SOCKET"] = str(keeper.path)
        yield
    finally:
        keeper.close()


def _claim(host: str, port: int) -> None:
    """Try the address before workers start. Raises Failure where it is taken or none of this machine."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except OSError as error:
        reason = error.strerror or str(error)
        raise Failure(
            Exit.NO_ACCESS,
            Text(f"不能监听 {host}:{port}：{reason}。", f"cannot listen on {host}:{port}: {reason}."),
            (Text("请用 --port 换一个端口。", "Choose another port with --port."),),
        ) from error


def _serve(host: str, port: int, workers: int, threads: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "guanxia.web.worker:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        factory=True,
        log_level=LogLevels.warning,
        backpressure=BACKPRESSURE,
        blocking_threads=threads,
        workers_kill_timeout=10,
    ).serve()
