"""Commands and options whose help and errors speak Chinese or English."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, TypeVar, cast

import click

from guanxia.cli.outcomes import MEANINGS, Failure
from guanxia.cli.speech import choose, forget, say
from guanxia.model import Text

F = TypeVar("F", bound=Callable[..., Any])


class Option(click.Option):
    """An option with its help in both languages."""

    def __init__(self, names: Sequence[str], *, texts: Text, **attributes: Any) -> None:
        super().__init__(names, help=texts.en, **attributes)
        self.texts = texts

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        self.help = say(self.texts)
        return super().get_help_record(ctx)


class Command(click.Command):
    """A command with its help in both languages; ``--lang`` is on every one."""

    def __init__(self, name: str | None, *, texts: Text, more: Text | None = None, **attributes: Any) -> None:
        super().__init__(name, **attributes)
        self.texts, self.more = texts, more
        self.params.append(lang_option())

    def get_short_help_str(self, limit: int = 45) -> str:
        return say(self.texts)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return _own_help(super().get_help_option(ctx))

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), _usage())

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for text in (self.texts, self.more):
            if text:
                _paragraph(formatter, say(text))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _write_options(self, ctx, formatter)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _write_exit_codes(formatter)


class Family(click.Group):
    """A group whose commands are the modules of a package, each read when it is used."""

    def __init__(
        self, name: str, *, package: str, folder: Path, names: Sequence[str], texts: Text, **attributes: Any
    ) -> None:
        super().__init__(name, **attributes)
        self.package, self.texts, self.names = package, texts, tuple(names)
        self._there = {module.name for module in iter_modules([str(folder)])}

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for name in self.names if name in self._there]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        return cast(click.Command, import_module(f"{self.package}.{cmd_name}").command)

    def get_short_help_str(self, limit: int = 45) -> str:
        return say(self.texts)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return _own_help(super().get_help_option(ctx))

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), _usage())

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _paragraph(formatter, say(self.texts))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _write_options(self, ctx, formatter)
        found = ((name, self.get_command(ctx, name)) for name in self.list_commands(ctx))
        rows = [(name, command.get_short_help_str()) for name, command in found if command]
        if rows:
            with formatter.section(say(Text("命令", "Commands"))):
                formatter.write_dl(rows)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _write_exit_codes(formatter)

    def main(self, *arguments: Any, standalone_mode: bool = True, **extra: Any) -> Any:
        """Run; errors go to stderr in the language of the run, with their exit code."""
        forget()
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="replace")
        if not standalone_mode:
            return self._run(arguments, extra)
        try:
            code = self._run(arguments, extra)
        except click.ClickException as error:
            _report(error)
            sys.exit(error.exit_code)
        except click.Abort:
            click.echo(say(Text("已中止。", "Stopped.")), err=True)
            sys.exit(130)
        except BrokenPipeError:
            sys.stderr.close()
            sys.exit(141)
        sys.exit(code if isinstance(code, int) else 0)

    def _run(self, arguments: tuple[Any, ...], extra: dict[str, Any]) -> Any:
        return super().main(*arguments, **{**extra, "standalone_mode": False})


def lang_option() -> Option:
    return Option(
        ["--lang"],
        texts=Text("语言（缺省按系统区域设置）", "language (by default that of the locale)"),
        type=click.Choice(["zh", "en"]),
        expose_value=False,
        is_eager=True,
        callback=choose,
    )


def option(*names: str, zh: str, en: str, **attributes: Any) -> Callable[[F], F]:
    """A decorator that adds an option with help in both languages."""
    return click.option(*names, cls=Option, texts=Text(zh, en), **attributes)


json_option = option("--json", "as_json", is_flag=True, zh="输出供程序使用的 JSON", en="print JSON for programs")


def _usage() -> str:
    return say(Text("用法：", "Usage: "))


def _own_help(option: click.Option | None) -> click.Option | None:
    if option is not None:
        option.help = say(Text("显示本说明", "show this help"))
    return option


def _paragraph(formatter: click.HelpFormatter, text: str) -> None:
    formatter.write_paragraph()
    with formatter.indentation():
        formatter.write_text(text)


def _write_options(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    records = [record for one in command.get_params(ctx) if (record := one.get_help_record(ctx))]
    with formatter.section(say(Text("选项", "Options"))):
        formatter.write_dl(records)


def _write_exit_codes(formatter: click.HelpFormatter) -> None:
    with formatter.section(say(Text("退出码", "Exit codes"))):
        formatter.write_dl([(str(int(code)), say(meaning)) for code, meaning in MEANINGS.items()])


def _report(error: click.ClickException) -> None:
    head = say(Text("错误：", "Error: "))
    hint = error.ctx if isinstance(error, click.UsageError) else None
    if hint is not None:
        click.echo(hint.get_usage(), err=True)
    click.echo(head + (error.format_message() if isinstance(error, Failure) else say(_words(error))), err=True)


def _words(error: click.ClickException) -> Text:
    """The error of the parser in both languages."""
    en = error.format_message()
    if isinstance(error, click.NoSuchCommand):
        return Text(f"没有命令“{error.command_name}”。{_near(error.possibilities)}", en)
    if isinstance(error, click.NoSuchOption):
        return Text(f"没有选项“{error.option_name}”。{_near(error.possibilities)}", en)
    if isinstance(error, click.MissingParameter):
        name = error.param.human_readable_name if error.param else error.param_hint
        return Text(f"缺少参数“{name}”。", en)
    if isinstance(error, click.BadParameter):
        name = error.param.human_readable_name if error.param else error.param_hint
        return Text(f"参数“{name}”的值有误：{error.message}", en)
    if isinstance(error, click.FileError):
        return Text(f"不能打开文件“{error.ui_filename}”：{error.message}", en)
    return Text(f"用法有误：{en}", en)


def _near(names: Sequence[str] | None) -> str:
    return f"相近的有：{'、'.join(names)}。" if names else ""
