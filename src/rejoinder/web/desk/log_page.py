"""The whole log: searched, paged by its rows, and as a file."""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from io import StringIO
from itertools import islice
from typing import Any, Final
from urllib.parse import urlencode

from litestar import Response, get, post
from litestar.response import Redirect, Stream
from sqlalchemy import Connection

from rejoinder.audit.digests import canonical
from rejoinder.audit.finding import DECISION, LogEntry, LogFilter, Place, all_entries, entries
from rejoinder.audit.queries import head_of, last_verified, row_values, unread_since
from rejoinder.audit.tables import SEALED
from rejoinder.audit.verifying import ask_to_verify, verifying
from rejoinder.comments.model import State
from rejoinder.comments.queries import by_ids
from rejoinder.desk.numbers.csv_files import guarded
from rejoinder.errors import Invalid, N_
from rejoinder.moderation.workbench.model import UNREADABLE
from rejoinder.row_ids import read_id
from rejoinder.sites.model import signature_of_key
from rejoinder.sites.queries import key_names, staff_addresses, staff_names
from rejoinder.sites.roles import Act
from rejoinder.storage import COMMAND_LINE, AuditEntry, AuditKind, audit_log
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import Form, field, row_id
from rejoinder.web.deciders import UNREADABLE_NAME
from rejoinder.web.desk.access import PRIVATE, DeskContext, show, staff_only, staff_or_sign_in
from rejoinder.web.desk.cards import excerpt
from rejoinder.web.desk.log_words import FAULTS, GROUPS, LogLine, line_of
from rejoinder.web.errors import status_of
from rejoinder.web.thread_pool import in_thread

PAGE: Final = 50
_LINES_AT_ONCE: Final = 200
_FIELDS: Final = ("kind", "who", "from", "to", "comment", "words")
_LONGEST_WORDS: Final = 200
# Ours are 16 digits, a digit and a row's number with hyphens between.
_LONGEST_PLACE: Final = 50
_POLICY, _SERVER = "policy", "server"


@get("/desk/log")
@in_thread
def show_log(request: WebRequest) -> Response[Any] | Redirect:
    """A page of what is looked for; `before` names the last row of the page before."""
    desk = staff_or_sign_in(request)
    if isinstance(desk, Redirect):
        return desk
    query: Any = request.query_params
    problem, status, before = "", 200, None
    with desk.context.database.reading() as connection:
        people = _people(connection, desk)
        try:
            wanted, before = _wanted(desk, people, query), _place(str(query.get("before", "")))
        except Invalid as failure:
            wanted, status = LogFilter(), status_of(failure)
            problem = desk.context.translator.error(failure)
        found = entries(connection, desk.site_id, wanted, before=before, limit=PAGE + 1)
        values = {
            "rows": _lines(connection, desk, found[:PAGE]),
            "head": head_of(connection, desk.site_id),
            "verified": last_verified(connection, desk.site_id),
            "verifying": verifying(connection, desk.site_id),
            "unread": unread_since(connection, desk.site_id),
            "people": people,
            "problem": problem,
        }
    asked = _asked(query)
    older = {**asked, "before": _written(found[PAGE - 1].place)} if len(found) > PAGE else {}
    translate = desk.context.translator.translate
    values |= {
        "asked": {**dict.fromkeys(_FIELDS, ""), **asked},
        "groups": {key: translate(words) for key, words in GROUPS.items()},
        "older": _address(older) if older else "",
        "newest": "" if before is None else _address(asked),
        "searched": bool(asked),
        "faults": {fault.value: translate(words) for fault, words in FAULTS.items()},
    }
    return show(desk, "log.html", values, status=status)


@post("/desk/log/export", status_code=200)
@in_thread
def export_log(request: WebRequest, data: Form) -> Response[Any] | Stream:
    """Everything that is looked for as a file, newest first; that it was taken stands in the log.

    Raises:
        Invalid: what is looked for, or the kind of file, is none.
    """
    desk = staff_only(request, Act.OVERSEE)
    kind = field(data, "format")
    if kind not in _FILES:
        raise Invalid(N_("Please choose a kind of file."), code="format-missing")
    with desk.context.database.writing() as connection:
        people = _people(connection, desk)
        wanted = _wanted(desk, people, data)
        facts = {"format": kind, **_asked(data)}
        by, now = desk.member.signature, desk.context.now
        entry = AuditEntry(desk.site_id, AuditKind.LOG_EXPORTED, "log", by, now, facts)
        audit_log.put(connection, entry)
    write, media_type = _FILES[kind]
    headers = {
        **PRIVATE,
        "content-disposition": f'attachment; filename="log-{desk.context.site.key}.{kind}"',
    }
    return Stream(_rows(desk, wanted, people, write), media_type=media_type, headers=headers)


@post("/desk/log/verification")
@in_thread
def verify_log(request: WebRequest) -> Redirect:
    """Has the whole log read anew, piece by piece; the page says how far that came."""
    desk = staff_only(request, Act.SETTLE)
    with desk.context.database.writing() as connection:
        ask_to_verify(connection, desk.site_id, desk.member.signature, now=desk.context.now)
    return Redirect("/desk/log#seals", status_code=303)


def _rows(desk: DeskContext, wanted: LogFilter, people: Mapping[str, str], write: Any) -> Any:
    found = all_entries(desk.context.database.reading, desk.site_id, wanted)
    lines = iter(write(desk, found, people))
    # Each piece is made in a thread and sent: a line alone would cost more than it takes to write.
    while piece := b"".join(islice(lines, _LINES_AT_ONCE)):
        yield piece


def _json_lines(
    desk: DeskContext, found: Iterator[LogEntry], people: Mapping[str, str]
) -> Iterator[bytes]:
    """Each row whole, as it is sealed."""
    for entry in found:
        table = SEALED[entry.place.source]
        told = {"table": table.name, "kind": entry.kind, "by": _who(desk, entry, people)}
        start = json.dumps(told, ensure_ascii=False).encode("utf-8", "surrogatepass")
        yield start[:-1] + b', "row": ' + canonical(row_values(table, entry.row)) + b"}\n"


def _csv(
    desk: DeskContext, found: Iterator[LogEntry], people: Mapping[str, str]
) -> Iterator[bytes]:
    """What the page shows of each, without what comments say."""
    yield _csv_row(["when", "kind", "what was done", "to what", "why", "note", "by", "versions"])
    for entry in found:
        line = line_of(desk.context.translator, entry, _who(desk, entry, people), {})
        about = getattr(entry.row, "comment_id", None)
        what = line.what or (f"comment {about}" if about else "")
        note = "; ".join(filter(None, (line.note, line.facts)))
        cells = (line.said, what, line.why, note, line.who, line.versions)
        yield _csv_row([line.made_at.isoformat(), entry.kind, *cells])


def _csv_row(cells: Sequence[str]) -> bytes:
    out = StringIO()
    csv.writer(out).writerow(guarded(each) for each in cells)
    return out.getvalue().encode("utf-8", "replace")


_FILES: Final[Mapping[str, tuple[Any, str]]] = {
    "csv": (_csv, "text/csv; charset=utf-8"),
    "jsonl": (_json_lines, "application/x-ndjson"),
}


def _lines(connection: Connection, desk: DeskContext, page: Sequence[LogEntry]) -> list[LogLine]:
    people = _people(connection, desk)
    numbers = {number for each in page if (number := _comment_id(each))}
    comments = by_ids(connection, numbers) if numbers else {}
    says = {
        number: f"{each.author.name}: {excerpt(each.source)}"
        if each.state is not State.WITHDRAWN
        else each.author.name
        for number, each in comments.items()
        if each.site_id == desk.site_id
    }
    translator = desk.context.translator
    return [line_of(translator, each, _who(desk, each, people), says) for each in page]


def _comment_id(entry: LogEntry) -> int:
    of_row: int | None = getattr(entry.row, "comment_id", None)
    subject = getattr(entry.row, "subject", "")
    return of_row or (int(subject) if subject.isascii() and subject.isdigit() else 0)


def _people(connection: Connection, desk: DeskContext) -> dict[str, str]:
    """Whom one can look for, by what stands in the address."""
    translate = desk.context.translator.translate
    return {
        _POLICY: translate(N_("The policy")),
        _SERVER: translate(N_("Somebody at the server itself")),
        **{f"staff-{n}": name for n, name in staff_names(connection, desk.site_id).items()},
        **{
            f"key-{n}": translate(N_("The key “%(name)s”"), name=name)
            for n, name in key_names(connection, desk.site_id).items()
        },
        # Not shown: of whom an address or a key's name stands in a row.
        **{
            f"@{address}": f"staff-{n}"
            for n, address in staff_addresses(connection, desk.site_id).items()
        },
        **{
            f"@{signature_of_key(name)}": f"key-{n}"
            for n, name in key_names(connection, desk.site_id).items()
        },
    }


def _who(desk: DeskContext, entry: LogEntry, people: Mapping[str, str]) -> str:
    """Who did it, in words."""
    row = entry.row
    if entry.kind == DECISION:
        found = f"staff-{row.staff_id}" if row.staff_id else f"key-{row.key_id}"
        return people[found] if row.staff_id or row.key_id else people[_POLICY]
    signature = next(
        (getattr(row, name) for name in ("actor", "made_by", "put_by") if hasattr(row, name)), ""
    )
    if signature == COMMAND_LINE:
        return people[_SERVER]
    if signature == UNREADABLE:
        return desk.context.translator.translate(UNREADABLE_NAME)
    return people.get(people.get(f"@{signature}", ""), signature)


def _asked(query: Any) -> dict[str, str]:
    """What an address asks for, as far as it does."""
    named = ((name, str(query.get(name, ""))[:_LONGEST_WORDS].strip()) for name in _FIELDS)
    return {name: value for name, value in named if value}


def _address(asked: Mapping[str, str]) -> str:
    return f"/desk/log?{urlencode(asked)}" if asked else "/desk/log"


def _wanted(desk: DeskContext, people: Mapping[str, str], query: Any) -> LogFilter:
    asked = _asked(query)
    wanted = LogFilter(
        kind=asked["kind"] if asked.get("kind") in GROUPS else "",
        first=_midnight(desk, asked.get("from", ""), 0),
        until=_midnight(desk, asked.get("to", ""), 1),
        comment_id=row_id(asked.get("comment", ""), name="comment"),
        words=asked.get("words", "").replace("\0", ""),
    )
    who = asked.get("who", "")
    if who not in people or who.startswith("@"):
        return wanted
    if who == _POLICY:
        return replace(wanted, by_policy=True)
    if who == _SERVER:
        return replace(wanted, signature=COMMAND_LINE)
    signed = next(each[1:] for each, whose in people.items() if each[0] == "@" and whose == who)
    kind, _, number = who.partition("-")
    if kind == "staff":
        return replace(wanted, signature=signed, staff_id=int(number))
    return replace(wanted, signature=signed, key_id=int(number))


def _midnight(desk: DeskContext, raw: str, later: int) -> datetime | None:
    if not raw:
        return None
    try:
        if len(raw) != len("2026-01-31") or not "2000" <= raw[:4] <= "2999":
            raise ValueError
        day = date.fromisoformat(raw) + timedelta(days=later)
    except ValueError:
        raise Invalid(N_("A day is written as 2026-01-31."), code="bad-day") from None
    return datetime.combine(day, time(), desk.context.translator.zone).astimezone(UTC)


def _written(place: Place) -> str:
    micros = (place.made_at - _EPOCH) // timedelta(microseconds=1)
    return f"{micros}-{place.source}-{place.row_id}"


def _place(raw: str) -> Place | None:
    if not raw:
        return None
    parts = raw.split("-") if len(raw) <= _LONGEST_PLACE else []
    try:
        micros, source, number = (read_id(each) if each != "0" else 0 for each in parts)
        return Place(_EPOCH + timedelta(microseconds=micros), source, number)
    except (ValueError, OverflowError):
        raise Invalid(N_("That is no place in the log."), code="bad-place") from None


_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
