"""``guanxia publish``: put the law of these files into the SPARQL server that the service asks."""

from __future__ import annotations

import click

from guanxia.cli.commands import Command, json_option, option
from guanxia.cli.opening import settings
from guanxia.cli.outcomes import Exit, Failure
from guanxia.cli.screen import print_json
from guanxia.cli.speech import say
from guanxia.engine import EngineError, EngineFault, EngineRefusal
from guanxia.engine.publishing import KEPT_RELEASES, Published, Publisher
from guanxia.model import Text
from guanxia.settings import Settings


@click.command(
    "publish",
    cls=Command,
    texts=Text("把本版本装入 SPARQL 引擎并核对", "load this release into a SPARQL server and verify it"),
    more=Text(
        "GUANXIA_SPARQL_URL 是引擎的查询地址，GUANXIA_SPARQL_STORE_URL 是其 Graph Store Protocol 地址（Oxigraph 和 "
        "Virtuoso 不必写）；GUANXIA_SPARQL_USER、GUANXIA_SPARQL_PASSWORD 为可写的账户。每个版本有自己的图，全部装好后"
        "才改指，运行中的服务随即采用，中间没有空档。重复执行不会重复装入。",
        "GUANXIA_SPARQL_URL is the query address of the server, GUANXIA_SPARQL_STORE_URL that of its graph store "
        "(not needed for Oxigraph and Virtuoso); GUANXIA_SPARQL_USER and GUANXIA_SPARQL_PASSWORD may write there. Each "
        "release has graphs of its own; services take it over, without a gap, when all of it is there. A second run "
        "loads nothing again.",
    ),
)
@option("--check", "only_check", is_flag=True, zh="只核对，不装入", en="verify alone, load nothing")
@option(
    "--keep",
    "kept",
    type=click.IntRange(1, 100),
    default=KEPT_RELEASES,
    zh=f"引擎中保留的版本数（缺省 {KEPT_RELEASES}）",
    en=f"releases that stay in the server (default {KEPT_RELEASES})",
)
@json_option
def command(only_check: bool, kept: int, as_json: bool) -> int:
    publisher = _publisher(settings())
    try:
        published = Published(publisher.check(), False, ()) if only_check else publisher.publish(kept)
    except EngineError as error:
        raise _failure(error) from error
    finally:
        publisher.close()
    release, loaded, dropped = published.release, published.loaded, published.dropped
    if as_json:
        sizes = {release.graphs[name]: size for name, size in release.sizes.items()}
        print_json({"release": release.name, "loaded": loaded, "graphs": sizes, "dropped": list(dropped)})
        return int(Exit.DONE)
    done = Text("已装入并核对", "loaded and verified") if loaded else Text("已在引擎中，相符", "in the server, whole")
    click.echo(say(Text(f"{release.name}：{done.zh}。", f"{release.name}: {done.en}.")))
    for name, size in release.sizes.items():
        click.echo(say(Text(f"  {release.graphs[name]}：{size} 条", f"  {release.graphs[name]}: {size} statements")))
    for name in dropped:
        click.echo(say(Text(f"  已移除旧版本 {name}", f"  dropped the earlier release {name}")))
    return int(Exit.DONE)


def _publisher(chosen: Settings) -> Publisher:
    from guanxia.store import UnreadableGraph, open_files

    if chosen.sparql_url is None:
        raise Failure(
            Exit.BAD_INPUT,
            Text("没有写明引擎：请设置 GUANXIA_SPARQL_URL。", "no server is named: set GUANXIA_SPARQL_URL."),
        )
    try:
        return Publisher(chosen, open_files(chosen))
    except (UnreadableGraph, OSError) as error:
        raise Failure(
            Exit.UNREADABLE_GRAPH, Text(f"法律图无法读取：{error}", f"the law graph cannot be read: {error}")
        ) from error
    except ValueError as error:
        raise Failure(Exit.BAD_INPUT, Text(f"引擎的地址有误：{error}", f"the server's address: {error}")) from error


def _failure(error: EngineError) -> Failure:
    if isinstance(error, EngineRefusal) and error.status in (401, 403):
        return Failure(
            Exit.NO_ACCESS,
            Text(f"引擎不许写入：{error}", f"the server lets nobody write: {error}"),
            (
                Text(
                    "请设置 GUANXIA_SPARQL_USER 和 GUANXIA_SPARQL_PASSWORD。",
                    "Set GUANXIA_SPARQL_USER and GUANXIA_SPARQL_PASSWORD.",
                ),
            ),
        )
    if isinstance(error, EngineFault) and not isinstance(error, EngineRefusal):
        return Failure(Exit.MISMATCH, Text(f"引擎中的内容不符：{error}", f"what the server holds or says: {error}"))
    return Failure(Exit.NO_ACCESS, Text(f"引擎不能使用：{error}", f"the server cannot be used: {error}"))
