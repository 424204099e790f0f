"""The command line: serve, put articles, invite staff, cut keys, look after policies, judge."""

import sys

import click
from sqlalchemy.exc import SQLAlchemyError

from rejoinder import __version__
from rejoinder.cli.article import article
from rejoinder.cli.demo import demo
from rejoinder.cli.evaluate import evaluate
from rejoinder.cli.judge import judge
from rejoinder.cli.judge_server import judge_server
from rejoinder.cli.key import key
from rejoinder.cli.policy import policy
from rejoinder.cli.serve import serve
from rejoinder.cli.site import site
from rejoinder.cli.staff import staff
from rejoinder.errors import RejoinderError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="rejoinder")
def commands() -> None:
    """Reader comments for publishers, moderated: posted if on-topic and not abusive."""


for command in (serve, demo, site, article, staff, key, policy, judge, judge_server, evaluate):
    commands.add_command(command)


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
    except SQLAlchemyError as failure:
        reason = str(getattr(failure, "orig", None) or failure).strip().splitlines()[0]
        click.echo(f"rejoinder: The database does not answer: {reason}", err=True)
        sys.exit(2)
