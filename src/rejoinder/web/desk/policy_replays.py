"""What a replay found: its figures, what people said of them, and which comments would change."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from markupsafe import Markup
from sqlalchemy import Connection

from rejoinder.comments.model import State
from rejoinder.comments.queries import by_ids as comments_by_ids
from rejoinder.i18n import Translator
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.policies_read import source_in_force
from rejoinder.moderation.workbench.actions import cancel_replay
from rejoinder.moderation.workbench.figures import SHOWN, Figures, Share
from rejoinder.moderation.workbench.model import ReplayJob
from rejoinder.moderation.workbench.queries import draft_by_id, replay_by_id
from rejoinder.moderation.workbench.rerun import title_of
from rejoinder.sites.roles import Act
from rejoinder.web.app_state import WebRequest
from rejoinder.web.desk.access import DeskContext, fragment, show, staff_only, staff_or_sign_in
from rejoinder.web.desk.cards import excerpt
from rejoinder.web.desk.policy import PATH
from rejoinder.web.desk.policy_plots import held_each_day
from rejoinder.web.desk.policy_rights import is_theirs, require_theirs
from rejoinder.web.desk.policy_words import OUTCOMES
from rejoinder.web.thread_pool import in_thread

PAGE: Final = 20


@dataclass(frozen=True, slots=True)
class MoveView:
    """Comments of which something else would become, all in one way."""

    name: str
    was: str
    becomes: str
    count: int
    stricter: bool


@dataclass(frozen=True, slots=True)
class ChangedView:
    """One of them, to be read."""

    comment_id: int
    author: str
    excerpt: str
    gone: bool
    was_by: str
    becomes_by: str


@dataclass(frozen=True, slots=True)
class Before:
    """A figure as it was, and as it would be."""

    name: str
    was: str
    becomes: str
    was_range: str = ""
    becomes_range: str = ""


@get(f"{PATH}/replays/{{replay_id:int}}")
@in_thread
def show_replay(request: WebRequest, replay_id: FromPath[int]) -> Response[Any] | Redirect:
    """How far it is; then its figures, and the comments of one move."""
    desk = staff_or_sign_in(request, Act.READ)
    if isinstance(desk, Redirect):
        return desk
    query = request.query_params
    with desk.context.database.reading() as connection:
        job = replay_by_id(connection, desk.site_id, replay_id)
        draft = draft_by_id(connection, desk.site_id, job.draft_id)
        may_stop = is_theirs(desk, *_sources(connection, desk, job))
        move = query.get("move", "").replace("-", " ")
        first = _number(query.get("from", ""))
        changed = _changed(connection, desk, job, move, first)
    figures = job.figures
    values = {
        "job": job,
        "draft": draft,
        "figures": figures,
        "percent": round(100 * job.done / job.total) if job.total else 0,
        "may_edit": may_stop,
        "move": move,
        "changed": changed,
        "next": _next(figures, move, first),
        "shown": SHOWN,
        **({} if figures is None else _told(figures, desk.context.translator)),
    }
    if desk.by_script:
        return fragment(desk, "policy_replay_told.html", values)
    return show(desk, "policy_replay.html", values)


@post(f"{PATH}/replays/{{replay_id:int}}/cancelling")
@in_thread
def cancel(request: WebRequest, replay_id: FromPath[int]) -> Response[Any]:
    """Stops it."""
    desk = staff_only(request, Act.EDIT_POLICY)
    with desk.context.database.writing() as connection:
        job = replay_by_id(connection, desk.site_id, replay_id)
        require_theirs(desk, *_sources(connection, desk, job))
        cancel_replay(connection, job, now=desk.context.now)
    return Redirect(f"{PATH}/replays/{replay_id}", status_code=303)


def _sources(connection: Connection, desk: DeskContext, job: ReplayJob) -> tuple[str, str]:
    """The rules in force, and those that a replay tries."""
    draft = draft_by_id(connection, desk.site_id, job.draft_id)
    return source_in_force(connection, desk.site_id), draft.source


def moves_of(
    moves: Iterable[tuple[Outcome, Outcome, int]], translator: Translator
) -> list[MoveView]:
    """The moves that are one, the most frequent first."""
    order = list(Outcome)
    told = [
        MoveView(
            f"{was}-{becomes}",
            translator.translate(OUTCOMES[was]),
            translator.translate(OUTCOMES[becomes]),
            count,
            order.index(becomes) > order.index(was),
        )
        for was, becomes, count in moves
        if was is not becomes and count
    ]
    return sorted(told, key=lambda each: -each.count)


def rule_name(translator: Translator, rule: str) -> str:
    """What a rule is called at the desk; empty where there is none."""
    return translator.translate(title_of(rule)) if rule else ""


def _told(figures: Figures, translator: Translator) -> dict[str, Any]:
    moves = [(a, b, figures.move(a, b)) for a in Outcome for b in Outcome]
    return {
        "outcomes": [
            Before(
                translator.translate(name),
                translator.number(figures.was(outcome)),
                translator.number(figures.becomes(outcome)),
            )
            for outcome, name in OUTCOMES.items()
        ],
        "moves": moves_of(moves, translator),
        "queue": _queue(figures, translator),
        "plot": held_each_day(figures.days, translator) if len(figures.days) > 1 else Markup(""),
        "rules": _rules(figures, translator),
        "people": _people(figures, translator),
        "looked_at": sum(figures.people_was.values()),
    }


def _queue(figures: Figures, translator: Translator) -> Before:
    days = max(len(figures.days), 1)
    was = sum(each.held_was for each in figures.days) / days
    becomes = sum(each.held_becomes for each in figures.days) / days
    return Before("", translator.number(round(was)), translator.number(round(becomes)))


def _rules(figures: Figures, translator: Translator) -> list[Before]:
    """How many each rule keeps back, those that change most first."""
    was, becomes = figures.rules_was, figures.rules_becomes
    names = sorted({*was, *becomes}, key=lambda each: -abs(was.get(each, 0) - becomes.get(each, 0)))
    return [
        Before(
            rule_name(translator, name),
            translator.number(was.get(name, 0)),
            translator.number(becomes.get(name, 0)),
        )
        for name in names
    ]


def _people(figures: Figures, translator: Translator) -> Sequence[tuple[str, Before]]:
    return [
        (name, _shares(share(before=True), share(before=False), translator))
        for name, share in (
            ("precision", figures.precision),
            ("recall", figures.recall),
            ("upheld", figures.upheld),
        )
    ]


def _shares(before: Share, now: Share, translator: Translator) -> Before:
    return Before(
        "",
        _percent(before, translator),
        _percent(now, translator),
        _range(before, translator),
        _range(now, translator),
    )


def _percent(share: Share, translator: Translator) -> str:
    if not share.whole:
        return "–"
    return f"{translator.number(round(100 * share.value))} %"


def _range(share: Share, translator: Translator) -> str:
    if not share.whole:
        return ""
    low, high = share.interval
    bounds = f"{translator.number(round(100 * low))}–{translator.number(round(100 * high))} %"
    return f"{bounds} ({translator.number(share.part)}/{translator.number(share.whole)})"


def _changed(
    connection: Connection, desk: DeskContext, job: ReplayJob, move: str, first: int
) -> list[ChangedView]:
    figures = job.figures
    kept = [] if figures is None else figures.changed.get(move, [])[first : first + PAGE]
    comments = comments_by_ids(connection, {each.comment_id for each in kept})
    views = []
    for each in kept:
        comment = comments.get(each.comment_id)
        if comment is None or comment.site_id != desk.site_id:
            continue
        gone = comment.state is State.WITHDRAWN
        views.append(
            ChangedView(
                comment.id,
                comment.author.name,
                "" if gone else excerpt(comment.source),
                gone,
                rule_name(desk.context.translator, each.was_by),
                rule_name(desk.context.translator, each.becomes_by),
            )
        )
    return views


def _next(figures: Figures | None, move: str, first: int) -> int:
    """Where the next page of a move begins; 0 where there is none."""
    kept = 0 if figures is None else len(figures.changed.get(move, ()))
    return first + PAGE if kept > first + PAGE else 0


def _number(raw: str) -> int:
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 5 else 0
