"""What staff think of an author: given on the card of a comment, taken back in a list."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from rejoinder.articles.sections import section_of
from rejoinder.errors import Invalid, N_, Refused
from rejoinder.i18n import Translator
from rejoinder.moderation.actions.decide import find
from rejoinder.moderation.actions.notes import LONGEST_NOTE
from rejoinder.moderation.actions.standing import (
    MAY_END,
    NewStanding,
    address_of,
    give,
    lift,
    take_back,
)
from rejoinder.moderation.listed_words import listed_words
from rejoinder.readers.model import Restricted, Standing
from rejoinder.readers.restricted import count_restricted, restricted
from rejoinder.sites.queries import put_policies
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import Form, field
from rejoinder.web.desk.access import DeskContext, show, staff_only, staff_or_sign_in
from rejoinder.web.desk.answers import answer, refused
from rejoinder.web.desk.cards import ENDING, ENDS, address_shown
from rejoinder.web.desk.findings import rule_title
from rejoinder.web.desk.list_pages import PAGE, ListPage, Places
from rejoinder.web.desk.notices import STANDING_GIVEN, STANDING_UNDONE, problem
from rejoinder.web.desk.queue_address import place_of
from rejoinder.web.desk.views import DeskNotice
from rejoinder.web.errors import status_of
from rejoinder.web.thread_pool import in_thread

# The action refuses a longer reason, kindly; this only bounds what is looked at.
LONGEST_FIELD: Final = 10 * LONGEST_NOTE

_BANS: Final = "/desk/bans"
# The lists of the page, and what each is called in its address.
_LISTS: Final = {each: f"{each.value}_before" for each in (Standing.BANNED, Standing.WATCHED)}

# What one key gives, and for how many days.
SHORT_WAYS: Final = {
    "watch": (Standing.WATCHED.value, str(ENDS[-1])),
    "suspend": (Standing.BANNED.value, str(ENDS[0])),
}


@dataclass(frozen=True, slots=True)
class RestrictedRow:
    """Somebody who is banned or watched, as the list shows them."""

    id: int
    author_id: int | None
    name: str
    email: str
    proved: bool
    standing: str
    ending: str
    """What ends it, in words."""
    reason: str
    made_by: str
    made_at: datetime
    until: datetime | None


@post("/desk/comments/{comment_id:int}/standing")
@in_thread
def give_standing(request: WebRequest, comment_id: FromPath[int], data: Form) -> Response[Any]:
    """Gives the author of a comment a standing, or takes it back."""
    desk = staff_only(request)
    try:
        wanted = wanted_standing(desk, data)
        with desk.context.database.writing() as connection:
            comment = find(connection, desk.site_id, comment_id)
            address, now = address_of(connection, comment), desk.context.now
            section = section_of(connection, comment.article_id)
            there = replace(wanted, section=section)
            given_id = give(connection, address, desk.member, there, now=now)
    except (Invalid, Refused) as failure:
        typed = str(data.get("reason", ""))
        return refused(desk, comment_id, failure, place_of(data), typed=typed)
    given = wanted.standing.value
    if desk.by_script:
        said = desk.context.translator.translate(STANDING_GIVEN[given])
        back = f"/desk/comments/{comment_id}/standings/{given_id}/undoing"
        notice = DeskNotice("done", said, undo=back, comment_id=comment_id)
        return answer(desk, notice, place_of(data), comment_id, shows_card=True)
    return Redirect(f"/desk/comments/{comment_id}?standing={given}", status_code=303)


@post("/desk/comments/{comment_id:int}/standings/{standing_id:int}/undoing")
@in_thread
def undo_standing(
    request: WebRequest, comment_id: FromPath[int], standing_id: FromPath[int], data: Form
) -> Response[Any]:
    """Takes back what was given; what was before counts again."""
    desk = staff_only(request)
    try:
        with desk.context.database.writing() as connection:
            comment = find(connection, desk.site_id, comment_id)
            take_back(connection, comment, standing_id, desk.member, now=desk.context.now)
    except Refused as failure:
        return refused(desk, comment_id, failure, place_of(data))
    if desk.by_script:
        said = desk.context.translator.translate(STANDING_UNDONE)
        notice = DeskNotice("done", said, comment_id=comment_id)
        return answer(desk, notice, place_of(data), comment_id, shows_card=True)
    return Redirect(f"/desk/comments/{comment_id}?told=standing", status_code=303)


@get(_BANS)
@in_thread
def show_bans(request: WebRequest) -> Response[Any] | Redirect:
    """Who is banned or watched, why, by whom and until when."""
    desk = staff_or_sign_in(request)
    if isinstance(desk, Redirect):
        return desk
    lifted = request.query_params.get("lifted", "") == "1"
    message = desk.context.translator.translate(STANDING_GIVEN[Standing.NEW])
    return _bans(desk, DeskNotice("done", message) if lifted else None)


@post("/desk/standings/{standing_id:int}/lifting")
@in_thread
def lift_standing(request: WebRequest, standing_id: FromPath[int], data: Form) -> Response[Any]:
    """Takes back a ban or a watch of the list."""
    desk = staff_only(request)
    reason = field(data, "reason", max_length=LONGEST_FIELD)
    try:
        with desk.context.database.writing() as connection:
            lift(connection, standing_id, desk.member, reason, now=desk.context.now)
    except (Invalid, Refused) as failure:
        return _bans(desk, problem(desk, failure, reason), status=status_of(failure))
    return Redirect(_places(desk).address({"lifted": 1}), status_code=303)


def wanted_standing(desk: DeskContext, data: Any) -> NewStanding:
    """The standing that a form gives. Raises Invalid."""
    short = SHORT_WAYS.get(field(data, "act"))
    standing, days = short or (field(data, "standing"), field(data, "days"))
    if standing not in set(Standing):
        raise Invalid(N_("Please choose a standing."), code="standing-missing")
    if days not in {"", *map(str, ENDS)}:
        raise Invalid(N_("Please choose when it ends."), code="end-missing")
    ends = bool(days) and standing in MAY_END
    until = desk.context.now + timedelta(days=int(days)) if ends else None
    return NewStanding(Standing(standing), field(data, "reason", max_length=LONGEST_FIELD), until)


def _places(desk: DeskContext) -> Places:
    return Places.of(_BANS, desk.context.request.query_params, _LISTS.values())


def _bans(desk: DeskContext, notice: DeskNotice | None, *, status: int = 200) -> Response[Any]:
    places, now = _places(desk), desk.context.now
    with desk.context.database.reading() as connection:
        counts = count_restricted(connection, desk.site_id, now=now)
        found = {
            each: restricted(
                *(connection, desk.site_id),
                now=now,
                limit=PAGE + 1,
                before=places.behind[name],
                among=[each],
            )
            for each, name in _LISTS.items()
        }
        words = listed_words(put_policies(connection, desk.site_id))
    values = {
        "notice": notice,
        "view": "",
        "words": {name: words[name] for name in ("banned", "watched")},
        # An address belongs to no section.
        "acts": desk.acts_in(""),
        "parts": [
            (each.value, _part(desk, places, each, found[each]), counts[each]) for each in _LISTS
        ],
        "place": places.query,
    }
    return show(desk, "bans.html", values, status=status)


def _part(
    desk: DeskContext, places: Places, standing: Standing, found: list[Restricted]
) -> ListPage[RestrictedRow]:
    rows = list(_rows(desk.context.translator, found))
    return places.page(_LISTS[standing], rows, at=standing.value)


def _rows(translator: Translator, found: list[Restricted]) -> Iterator[RestrictedRow]:
    for each in found:
        given = each.given
        yield RestrictedRow(
            id=each.standing_id,
            author_id=each.reader_id,
            name=each.name,
            email=address_shown(translator, each.address.email),
            proved=each.address.proved,
            standing=given.standing.value,
            ending=translator.translate(ENDING[given.standing]),
            # A ban that came with a decision has the decision's reason, if no words were added.
            reason=rule_title(translator, given.reason),
            made_by=given.made_by,
            made_at=given.made_at,
            until=given.until,
        )
