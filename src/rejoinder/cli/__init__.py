"""The command line: serve, put articles, invite staff, cut keys, look after policies, judge."""

import sys
from importlib import import_module

import click

from rejoinder import __version__, garbage_collector
from rejoinder.errors import RejoinderError

# Each stands in a module of its name; in the module's name and inside, `-` is `_`.
COMMANDS = (
    *("serve", "demo", "site", "article", "staff", "key", "sign-on"),
    *("policy", "check", "webhook", "feedback", "log", "transparency"),
    *("import", "export", "restore"),
    *("judge", "judge-server", "evaluate", "compare-perspective"),
)
# Python has a word of its own by this name.
_MODULES = {"import": "import_comments"}


class _Commands(click.Group):
    """Imports a command when it is called: a judge server must not wait for the store's code."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names, in the order of the help page."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name."""
        if cmd_name not in COMMANDS:
            return None
        name = _MODULES.get(cmd_name, cmd_name.replace("-", "_"))
        with garbage_collector.paused():
            command: click.Command = getattr(import_module(f"rejoinder.cli.{name}"), name)
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="rejoinder")
def commands() -> None:
    """Reader comments for publishers, moderated: posted if on-topic and not abusive."""


def main() -> None:
    """The `rejoinder` command: a domain error is one line on stderr, never a trace."""
    try:
        commands()
    except RejoinderError as failure:
        click.echo(f"rejoinder: {failure}", err=True)
        for found in failure.details.get("problems", []):
            click.echo(f"  line {found['line']}: {found['key']}: {found['problem']}", err=True)
        if "problem" in failure.details:
            click.echo(f"  {failure.details['problem']}", err=True)
        sys.exit(2)
    except Exception as failure:
        if not _is_store_failure(failure):
            raise
        reason = str(getattr(failure, "orig", None) or failure).strip().splitlines()[0]
        click.echo(f"rejoinder: The database does not answer: {reason}", err=True)
        sys.exit(2)


def _is_store_failure(failure: Exception) -> bool:
    """Whether it is the store's; of none where no command has imported the store's code."""
    store = sys.modules.get("rejoinder.storage")
    return store is not None and bool(store.is_store_failure(failure))
