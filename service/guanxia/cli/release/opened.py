"""The releases as the commands open them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from guanxia.catalog import Release, Shelf
from guanxia.catalog.personal import PersonalData
from guanxia.cli.commands import option
from guanxia.cli.opening import settings
from guanxia.cli.outcomes import Exit, Failure
from guanxia.cli.speech import say
from guanxia.engine import EngineError
from guanxia.model import Text
from guanxia.settings import kept_releases
from guanxia.store import UnreadableGraph, open_graph

MOST_HITS = 20
folder_option = option(
    "--folder",
    type=str,
    zh="保存版本的文件夹（缺省 GUANXIA_RELEASES，或者服务所用的文件夹）",
    en="folder of the releases (by default GUANXIA_RELEASES, or that of the service)",
)


def shelf(folder: str | None) -> Shelf:
    """The releases of a folder, over the law of the settings. Raises Failure where the law cannot be read."""
    chosen = settings()
    place = Path(folder) if folder else chosen.releases or kept_releases()
    try:
        return Shelf(open_graph(chosen), replace(chosen, releases=place))
    except EngineError as error:
        raise _engine(error) from error
    except (UnreadableGraph, OSError) as error:
        text = Text(f"法律图无法读取：{error}", f"the law graph cannot be read: {error}")
        raise Failure(Exit.UNREADABLE_GRAPH, text) from error


def found(shelf: Shelf, name: str) -> Release:
    """A release by its name, its beginning, or its hash alone. Raises Failure where that names none or several."""
    kept = shelf.kept()
    exact = [one for one in kept if one.name == name]
    near = exact or [one for one in kept if one.name.startswith(name) or one.name.partition("+")[2].startswith(name)]
    if len(near) == 1:
        return near[0]
    names = "、".join(one.name for one in near or kept)
    if near:
        text = Text(f"“{name}”不止一个版本：{names}", f"“{name}” names several releases: {names}")
    else:
        text = Text(f"没有版本“{name}”；现有：{names or '无'}", f"no release “{name}”; known: {names or 'none'}")
    raise Failure(Exit.BAD_INPUT, text)


@contextmanager
def writing(place: Path | None) -> Iterator[None]:
    """What ends a release before it is written, as failures."""
    try:
        yield
    except PersonalData as error:
        lines = tuple(
            Text(f"{hit.kind}：{hit.line[:200]}", f"{hit.kind}: {hit.line[:200]}") for hit in error.hits[:MOST_HITS]
        )
        text = Text(
            f"不予发布：{len(error.hits)} 处含有个人信息（证件号、电话、银行卡号或者姓名）。",
            f"Not published: {len(error.hits)} statements hold data on persons (papers, phones, cards, names).",
        )
        raise Failure(Exit.FINDINGS, text, lines) from error
    except EngineError as error:
        raise _engine(error) from error
    except ValueError as error:
        raise Failure(Exit.FINDINGS, Text(f"不予发布：{error}", f"Not published: {error}")) from error
    except OSError as error:
        reason = error.strerror or str(error)
        text = Text(f"不能写入 {place}：{reason}", f"cannot write to {place}: {reason}")
        raise Failure(Exit.NO_ACCESS, text) from error


def _engine(error: EngineError) -> Failure:
    return Failure(Exit.NO_ACCESS, Text(f"查询引擎不能使用：{error}", f"the engine cannot be used: {error}"))


def told_size(release: Release) -> str:
    """How many statements a release holds."""
    number = sum(one["triples"] for one in release.manifest["counts"].values())
    return say(Text(f"{number} 条陈述", f"{number} statements"))
