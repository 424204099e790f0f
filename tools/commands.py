"""Writes docs/commands.md from the command line itself; `--check` compares.

Called by `make docs` and `make check`.
"""

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click

from rejoinder.cli import commands

DOCUMENT: Final = Path(__file__).parent.parent / "docs" / "commands.md"

_HEAD: Final = """\
# Commands

Made from the code by `make docs`: what stands here is what `rejoinder --help` says. Settings are
variables of the environment ([settings.md](settings.md)). A command that cannot do what it
was asked says so in one line, with status 2.
"""


def document() -> str:
    """Every command with its arguments and options, as Markdown."""
    parts = [_HEAD, *(_section(path, command) for path, command in every_command())]
    return "\n".join(parts)


def every_command() -> Iterator[tuple[str, click.Command]]:
    """Each command that does something, under its whole name, in the order of the help pages."""
    yield from _below("rejoinder", commands, click.Context(commands))


def _below(
    path: str, command: click.Command, context: click.Context
) -> Iterator[tuple[str, click.Command]]:
    if not isinstance(command, click.Group):
        yield path, command
        return
    for name in command.list_commands(context):
        below = command.get_command(context, name)
        if below is not None and not below.hidden:
            yield from _below(f"{path} {name}", below, click.Context(below, context, name))


def _section(path: str, command: click.Command) -> str:
    context = click.Context(command, info_name=path)
    usage = " ".join(command.collect_usage_pieces(context)).replace("[OPTIONS] ", "")
    arguments = "" if usage == "[OPTIONS]" else f" {usage}"
    shown = [
        parameter
        for parameter in command.params
        if isinstance(parameter, click.Option) and not parameter.hidden
    ]
    text = f"## `{path}{arguments}`\n\n{inspect.cleandoc(command.help or '')}\n"
    if shown:
        rows = "".join(f"{_row(option, context)}\n" for option in shown)
        text += f"\n| option | default | meaning |\n|---|---|---|\n{rows}"
    return text


def _row(option: click.Option, context: click.Context) -> str:
    name = " ".join(filter(None, [", ".join(option.opts), _value_of(option, context)]))
    default = option.get_default(context)
    told = isinstance(default, int | float | str) and default != "" and not option.is_flag
    cells = (f"`{name}`", f"`{default}`" if told else "", option.help or "")
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _value_of(option: click.Option, context: click.Context) -> str:
    if option.is_flag:
        return ""
    if isinstance(option.type, click.Choice):
        return "/".join(map(str, option.type.choices))
    return option.make_metavar(context).split(" ")[0]


def main() -> int:
    """Writes the page, or returns 1 where it is another than the code says."""
    if "--check" not in sys.argv:
        DOCUMENT.write_text(document(), encoding="utf-8")
    elif DOCUMENT.read_text(encoding="utf-8") != document():
        sys.stderr.write(f"{DOCUMENT.name} is not what the commands say: make docs\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
