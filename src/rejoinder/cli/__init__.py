"""The command line: serve, put articles, invite staff, cut keys, look after policies, judge."""

import sys
from importlib import import_module

import click

from rejoinder import __version__, garbage_collector
from rejoinder.errors import RejoinderError

# Each stands in a module of its name, with the first sentence of its help, which the page of all
# commands shows: to import them for it takes seconds. In the module's name and inside, `-` is `_`.
COMMANDS = {
    "serve": "Serve the site, its API and its desk.",
    "demo": "Serve a newspaper with articles, threads, and a queue with work in it.",
    "site": "The publications of this installation.",
    "article": "The articles that readers discuss.",
    "staff": "The people who look after the comments.",
    "key": "Keys with which other software calls the API.",
    "sign-on": "Readers sign on by accounts that a publisher has already.",
    "policy": "The rules by which comments are posted, held or declined.",
    "check": "Services that read every comment beside the judge (docs/outside-checks.md).",
    "webhook": "Other systems that are told of what happens (docs/webhooks.md).",
    "feedback": "What people said that texts should have scored.",
    "log": "Decisions, policies, bans, roles and keys: a chained log that shows what was altered.",
    "transparency": "Statements of reasons for the EU's Transparency Database, and the yearly"
    " report.",
    "import": "Take over the threads of FILE, which FORMAT's system wrote.",
    "export": "Write a site to FILE as FORMAT: jsonl, wxr, coral or remark42.",
    "restore": "Bring a site back from FILE, which `rejoinder export jsonl` wrote.",
    "judge": "Judge the comments in SOURCE (or on standard input), one JSON object a line.",
    "judge-server": "Answer calls made for Perspective and other services.",
    "evaluate": "Judge the labelled comments in FILE, CSV or JSON lines, and say how often the"
    " judge is right.",
    "compare-perspective": "Judge the texts in FILE and compare with the scores that Perspective"
    " gave them.",
}
# Python has a word of its own by this name.
_MODULES = {"import": "import_comments"}


class _Commands(click.Group):
    """Imports a command when it is called: a judge server must not wait for the store's code."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names, in the order of the help page."""
        return list(COMMANDS)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Their names and what they do, without importing them."""
        width = formatter.width - max(map(len, COMMANDS)) - 6
        short = [
            (name, click.Command(name, help=told).get_short_help_str(width))
            for name, told in COMMANDS.items()
        ]
        with formatter.section("Commands"):
            formatter.write_dl(short)

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
