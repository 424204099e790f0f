"""An author's page: everything that they wrote, and everything that the desk knows of them."""

from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import urlencode

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy import Connection

from rejoinder.comments.model import State
from rejoinder.comments.queries import by_ids as comments_by_ids
from rejoinder.desk import authors
from rejoinder.desk.authors import MOST, MOST_NOTES, AuthorsReport, AuthorsReports, PastStanding
from rejoinder.desk.bulk.queries import seen_now
from rejoinder.desk.filters import STANDING
from rejoinder.errors import Invalid, Refused
from rejoinder.i18n import Translator
from rejoinder.moderation.actions.staff_notes import add_note_about
from rejoinder.moderation.actions.standing import GAVE_WAY, give
from rejoinder.moderation.authors import AuthorRecord
from rejoinder.moderation.note_queries import notes_about
from rejoinder.moderation.queries import policy_of, record_of, standing_from
from rejoinder.readers.model import GivenStanding, Reader, Standing
from rejoinder.readers.queries import given_standing
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import Form, field
from rejoinder.web.desk.access import DeskContext, show, staff_only, staff_or_sign_in
from rejoinder.web.desk.card_parts import NoteView
from rejoinder.web.desk.cards import (
    ENDS,
    STANDING_NAMES,
    STATE_NAMES,
    address_shown,
    report_title,
    standing_choices,
)
from rejoinder.web.desk.findings import rule_title
from rejoinder.web.desk.found import found_rows
from rejoinder.web.desk.list_views import AuthorsReportRow, GivenRow
from rejoinder.web.desk.log import log_rows
from rejoinder.web.desk.notices import NOTED, STANDING_GIVEN, problem
from rejoinder.web.desk.queue_address import START
from rejoinder.web.desk.reason_choices import reason_choices
from rejoinder.web.desk.standings import LONGEST_FIELD, wanted_standing
from rejoinder.web.desk.views import DeskNotice
from rejoinder.web.errors import status_of
from rejoinder.web.thread_pool import in_thread

AUTHORS: Final = "/desk/authors"


@get(f"{AUTHORS}/{{reader_id:int}}")
@in_thread
def show_author(request: WebRequest, reader_id: FromPath[int]) -> Response[Any] | Redirect:
    """Everything about one author."""
    desk = staff_or_sign_in(request)
    if isinstance(desk, Redirect):
        return desk
    done = request.query_params.get("done", "")
    said = NOTED if done == "noted" else STANDING_GIVEN.get(done)
    notice = None if said is None else DeskNotice("done", desk.context.translator.translate(said))
    return _page(desk, reader_id, notice)


@post(f"{AUTHORS}/{{reader_id:int}}/standing")
@in_thread
def give_author_standing(
    request: WebRequest, reader_id: FromPath[int], data: Form
) -> Response[Any]:
    """Gives somebody a standing, or takes a ban back."""
    desk = staff_only(request)
    try:
        wanted = wanted_standing(desk, data)
        with desk.context.database.writing() as connection:
            reader = authors.author(connection, desk.site_id, reader_id)
            give(connection, reader.address, desk.member, wanted, now=desk.context.now)
    except (Invalid, Refused) as failure:
        notice = problem(desk, failure, str(data.get("reason", "")))
        return _page(desk, reader_id, notice, status=status_of(failure))
    there = _address(reader_id, _start(desk), done=wanted.standing.value)
    return Redirect(there, status_code=303)


@post(f"{AUTHORS}/{{reader_id:int}}/notes")
@in_thread
def write_author_note(request: WebRequest, reader_id: FromPath[int], data: Form) -> Response[Any]:
    """Keeps a note about somebody, which stands on the card of each of their comments."""
    desk = staff_only(request)
    try:
        note = field(data, "note", max_length=LONGEST_FIELD)
        with desk.context.database.writing() as connection:
            reader = authors.author(connection, desk.site_id, reader_id)
            add_note_about(connection, reader, desk.member, note, now=desk.context.now)
    except (Invalid, Refused) as failure:
        notice = problem(desk, failure, str(data.get("note", "")))
        return _page(desk, reader_id, notice, status=status_of(failure))
    there = _address(reader_id, _start(desk), done="noted")
    return Redirect(f"{there}#notes", status_code=303)


def _start(desk: DeskContext) -> int:
    raw = desk.context.request.query_params.get("from", "")
    return int(raw) if START.fullmatch(raw) else 0


def _address(reader_id: int, start: int, **told: str) -> str:
    """Their page, with what they wrote from so many on."""
    query = urlencode({**({"from": start} if start else {}), **told})
    return f"{AUTHORS}/{reader_id}?{query}" if query else f"{AUTHORS}/{reader_id}"


def _page(
    desk: DeskContext, reader_id: int, notice: DeskNotice | None, *, status: int = 200
) -> Response[Any]:
    start = _start(desk)
    with desk.context.database.reading() as connection:
        reader = authors.author(connection, desk.site_id, reader_id)
        values = {
            "notice": notice,
            "view": "",
            "reader": reader,
            "address": address_shown(desk.context.translator, reader.email),
            **_written(connection, desk, reader, start),
            **_thought_of(connection, desk, reader),
            **_known(connection, desk.context.translator, reader),
            **_complained(connection, desk.context.translator, reader),
            **_together(connection, desk),
        }
    return show(desk, "author.html", values, status=status)


def _written(
    connection: Connection, desk: DeskContext, reader: Reader, start: int
) -> dict[str, Any]:
    """Their comments and what was decided of them."""
    ids = authors.comments_of(connection, reader.id, start=start)
    decided = authors.decisions_of(connection, reader.id)
    of = comments_by_ids(connection, {each.comment_id for each in decided})
    states = authors.states_of(connection, reader.id)
    further = _address(reader.id, start + authors.PAGE)
    translate = desk.context.translator.translate
    return {
        "rows": found_rows(connection, desk, ids[: authors.PAGE]),
        "further": further if len(ids) > authors.PAGE else "",
        "first": _address(reader.id, 0) if start else "",
        "place": f"?from={start}" if start else "",
        "states": [
            (each.value, translate(STATE_NAMES[each]), states[each])
            for each in State
            if each in states
        ],
        "standing_total": sum(states.get(each, 0) for each in STANDING),
        "decisions": log_rows(connection, desk, decided, of=of),
    }


def _thought_of(connection: Connection, desk: DeskContext, reader: Reader) -> dict[str, Any]:
    """What staff think of them now."""
    translator, now = desk.context.translator, desk.context.now
    record = record_of(connection, reader.id, now=now)
    given = given_standing(connection, *reader.address[:2], proved=reader.verified, now=now)
    policy = policy_of(connection, reader.site_id).policy
    by_staff = None if given is None else given.standing
    standing = standing_from(policy, by_staff, verified=reader.verified, record=record)
    known = AuthorRecord(reader.verified, record, standing, given)
    # An address belongs to no section.
    acts = desk.acts_in("")
    return {
        "standing": standing.value,
        "standing_name": translator.translate(STANDING_NAMES[standing]),
        "often_declined": 0 if given or not known.often_declined else record.declined,
        "choices": [
            each for each in standing_choices(translator, known, now=now) if each.act in acts
        ],
        "ends": ENDS,
        "for_good": "BAN_FOR_LONGER" in acts,
    }


def _known(connection: Connection, translator: Translator, reader: Reader) -> dict[str, Any]:
    """What is told of them as far as anybody looks through it, and of what there is more."""
    names = authors.names_of(connection, reader.id)
    past = authors.standings_of(connection, reader)
    notes = notes_about(connection, reader.id, limit=MOST_NOTES + 1)
    accounts = authors.accounts_like(connection, reader)
    return {
        "names": names[:MOST],
        "more_names": len(names) > MOST,
        "history": _history(translator, past[:MOST]),
        "more_history": len(past) > MOST,
        "notes": [NoteView.of(each, translator) for each in notes[:MOST_NOTES]],
        "more_notes": len(notes) > MOST_NOTES,
        "accounts": accounts[:MOST],
        "more_accounts": len(accounts) > MOST,
    }


def _history(translator: Translator, past: Sequence[PastStanding]) -> list[GivenRow]:
    """The newest first, without the rows that only end one for the next: nobody gave those."""
    newer = [None, *past]
    return [
        _given(translator, each)
        for each, later in zip(past, newer, strict=False)
        if not (later and _gave_way(each.given) and later.given.made_at == each.given.made_at)
    ]


def _gave_way(given: GivenStanding) -> bool:
    return given.standing is Standing.NEW and given.reason == GAVE_WAY


def _given(translator: Translator, past: PastStanding) -> GivenRow:
    given = past.given
    return GivenRow(
        name=translator.translate(STANDING_NAMES[given.standing]),
        standing=given.standing.value,
        made_by=given.made_by,
        reason=rule_title(translator, given.reason),
        made_at=given.made_at,
        until=given.until,
        proved=past.proved,
    )


def _complained(
    connection: Connection, translator: Translator, reader: Reader
) -> dict[str, list[AuthorsReportRow] | int]:
    about = authors.reports_about(connection, reader.id)
    by = authors.reports_by(connection, reader)
    return {
        "about": _report_rows(translator, about),
        "about_count": about.count,
        "by": _report_rows(translator, by),
        "by_count": by.count,
    }


def _report_rows(translator: Translator, reports: AuthorsReports) -> list[AuthorsReportRow]:
    return [_report(translator, each) for each in reports.shown]


def _report(translator: Translator, each: AuthorsReport) -> AuthorsReportRow:
    return AuthorsReportRow(
        comment_id=each.comment_id,
        reason=report_title(translator, each.reason),
        note=each.note,
        made_at=each.made_at,
        answered=each.answered,
        state=each.state.value,
        state_name=translator.translate(STATE_NAMES[each.state]),
    )


def _together(connection: Connection, desk: DeskContext) -> dict[str, Any]:
    """What the form needs that decides all of their comments at once."""
    seen, translator = seen_now(connection), desk.context.translator
    return {
        "seen_comment": seen.comment_id,
        "seen_decision": seen.decision_id,
        "reasons": reason_choices(connection, desk),
        "deciding": [(each.value, translator.translate(STATE_NAMES[each])) for each in STANDING],
    }
