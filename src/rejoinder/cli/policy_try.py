"""`rejoinder policy try`: what would become of comments, as JSON lines, without posting any."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

import click
import msgspec

from rejoinder.cli.files import read_file
from rejoinder.cli.json_lines import BadLine, CommentLine, numbered_lines, read_line
from rejoinder.cli.store import opened_store
from rejoinder.clock import now
from rejoinder.engine import Judge, ModelError
from rejoinder.errors import Invalid, N_
from rejoinder.i18n import Translator, translator_of
from rejoinder.moderation.actions.trial import Trial, Tried, try_out
from rejoinder.moderation.model import Finding, Severity
from rejoinder.moderation.policy import Policy, read_policy
from rejoinder.moderation.queries import policy_of
from rejoinder.moderation.reasons import message_of
from rejoinder.readers.model import Standing
from rejoinder.sites import queries
from rejoinder.sites.model import NewSite
from rejoinder.text import TooLong, tidy

# Lines tried together: the judge is quicker with several, and a reader is not kept.
BATCH = 64
# Of the lines that could not be read, so many are named at the end.
_MOST_NAMED = 10


class _Author(msgspec.Struct, frozen=True):
    name: str | None = None
    standing: str = Standing.NEW
    subscriber: bool = True


class _Line(CommentLine, frozen=True):
    author: _Author | None = None


@dataclass(frozen=True, slots=True)
class _Tried:
    """A line and the comment in it, or what is wrong with it."""

    number: int
    line_id: str | int | None
    read: Trial | BadLine


@click.command("try")
@click.argument("file", type=click.File("rb"), default="-")
@click.option("--site", "site_key", metavar="KEY", help="The site whose policy is asked.")
@click.option(
    "--policy", "policy_file", type=click.Path(path_type=Path), help="A policy that is asked."
)
@click.option(
    "--model",
    type=click.Path(path_type=Path),
    help="Another model's folder; the packaged model otherwise.",
)
def try_policy(
    file: BinaryIO, site_key: str | None, policy_file: Path | None, model: Path | None
) -> None:
    """Say what would become of the comments in FILE (or on standard input), posting none.

    A line is a JSON object as `rejoinder judge` takes it: an id, a text and, if there are such, an
    article (headline, standfirst, body) and the parent's text. It may have an author: a name, which
    is then judged too, a standing (new, known, trusted, watched or banned; new otherwise), and
    whether they are a subscriber (true otherwise). The
    policy is the default one unless a site or a file is named; the store is opened for a site only.

    Answers come in the same order: {"id", "outcome", "reasons"}. The outcome is publish, hold,
    decline, or refuse, where the text would stay in the form. Each reason has a rule, a message
    as its author would read it (in the site's language) and spans: where in the text, in
    characters. Rules that need the store's memory are silent: repeated texts, many at once, closed
    threads. A line that cannot be read is answered with its number and its error, and the
    command then ends with status 1.
    """
    policy, translator = _in_force(site_key, policy_file)
    try:
        judge = Judge.load(model)
    except ModelError as problem:
        raise Invalid(str(problem)) from problem
    out, unread = sys.stdout.buffer, []
    source = _lines(file)
    while lines := tuple(islice(source, BATCH)):
        for answer in _answers(lines, policy, judge, translator, moment=now()):
            out.write(msgspec.json.encode(answer) + b"\n")
        out.flush()
        unread += [line.number for line in lines if isinstance(line.read, BadLine)]
    if unread:
        _tell(unread)
        sys.exit(1)


def _in_force(site_key: str | None, policy_file: Path | None) -> tuple[Policy, Translator]:
    """The policy that is asked, and the language in which its reasons are told."""
    if site_key is None:
        source = b"" if policy_file is None else read_file(policy_file)
        return read_policy(_decoded(source, policy_file)), Translator(NewSite(key="", name=""))
    if policy_file is not None:
        raise Invalid(N_("--site and --policy each name a policy: give one of them."))
    with opened_store() as database, database.reading() as connection:
        site = queries.by_key(connection, site_key)
        return policy_of(connection, site.id).policy, translator_of(site)


def _decoded(source: bytes, path: Path | None) -> str:
    try:
        return source.decode("utf-8")
    except UnicodeDecodeError:
        raise Invalid(N_("%(path)s cannot be read as text."), path=path) from None


def _lines(file: BinaryIO) -> Iterator[_Tried]:
    for number, line in numbered_lines(file):
        try:
            read = read_line(line, _Line)
            yield _Tried(number, read.id, _trial(read))
        except BadLine as bad:
            yield _Tried(number, bad.line_id, bad)


def _trial(line: _Line) -> Trial:
    """Raises BadLine where no comment could be so."""
    author = line.author or _Author()
    try:
        standing = Standing(author.standing)
    except ValueError:
        known = ", ".join(Standing)
        problem = f"There is no standing “{author.standing}”; there are {known}."
        raise BadLine(line.id, problem) from None
    try:
        parent = tidy(line.parent or "")
    except TooLong:
        raise BadLine(line.id, "The parent is longer than any comment can be.") from None
    return Trial(
        line.text, line.as_article(), parent or None, author.name, standing, author.subscriber
    )


def _answers(
    lines: tuple[_Tried, ...],
    policy: Policy,
    judge: Judge,
    translator: Translator,
    *,
    moment: datetime,
) -> Iterator[dict[str, Any]]:
    trials = [line.read for line in lines if isinstance(line.read, Trial)]
    tried = iter(try_out(trials, policy, judge.batch, now=moment))
    for line in lines:
        if isinstance(line.read, BadLine):
            yield {"id": line.line_id, "line": line.number, "error": str(line.read)}
        else:
            yield {"id": line.line_id, **_told(next(tried), translator)}


def _told(tried: Tried | Invalid, translator: Translator) -> dict[str, Any]:
    if isinstance(tried, Invalid):
        reason = {"rule": tried.code, "message": translator.error(tried), "spans": []}
        return {"outcome": "refuse", "reasons": [reason]}
    verdict = tried.verdict
    return {
        "outcome": "refuse" if verdict.refused else verdict.outcome,
        "reasons": [
            _reason(found, translator)
            for found in verdict.findings
            if found.severity > Severity.NOTE
        ],
    }


def _reason(found: Finding, translator: Translator) -> dict[str, Any]:
    return {"rule": found.rule, "message": message_of(translator, found), "spans": found.spans}


def _tell(unread: list[int]) -> None:
    named = ", ".join(map(str, unread[:_MOST_NAMED])) + (", …" * (len(unread) > _MOST_NAMED))
    click.echo(f"rejoinder: Lines that could not be read: {len(unread)} ({named}).", err=True)
