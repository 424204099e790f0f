"""What stands around the queue's cards: what waits for whoever looks, how many, and who is here."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from rejoinder.desk.claims import Claim, claims_of, leavers_of, left_by
from rejoinder.desk.presence import here_elsewhere
from rejoinder.desk.queue import Stretch, View, Waiting, sizes
from rejoinder.desk.queue.model import PARTS
from rejoinder.desk.queue.urgency import Urgency
from rejoinder.errors import N_
from rejoinder.sites.model import StaffMember
from rejoinder.sites.queries import all_staff
from rejoinder.sites.roles import Act, looks_after, may
from rejoinder.web.desk.access import DeskContext
from rejoinder.web.desk.queue_address import path_of

TAB_NAMES = {
    View.ALL: N_("Everything"),
    View.HELD: N_("Held"),
    View.REPORTED: N_("Reported"),
    View.APPEALED: N_("Appeals"),
    View.NEW_AUTHORS: N_("New authors"),
    View.WATCHED: N_("Watched"),
    View.UNJUDGED: N_("Unjudged"),
    View.PASSED_ON: N_("Passed on"),
    View.MINE: N_("Mine"),
}
TAKEN = N_("%(name)s has this one before them.")
# As many as somebody takes in at a glance.
MOST_NAMED = 4


@dataclass(frozen=True, slots=True)
class Tab:
    """One part of the queue, with how many wait in it."""

    href: str
    label: str
    count: int
    current: bool


@dataclass(frozen=True, slots=True)
class QueueState:
    """The queue at one moment, for one member of staff."""

    waiting: list[Waiting]
    """What waits in the sections that they look after."""
    claims: Mapping[int, Claim]
    left: frozenset[int]
    """What they leave to colleagues."""
    passed_over: frozenset[int]
    """Of that what one of them who is here may decide; the rest stands at the end."""
    here: frozenset[tuple[str, int]]
    """The names and numbers of all who have the queue open, at whichever process."""

    def seen_from(self, desk: DeskContext, place: Stretch) -> Stretch:
        """The stretch, with what they and their colleagues have taken or shall have, and what came
        back."""
        taken = frozenset(
            number for number, each in self.claims.items() if each.staff_id == desk.member.id
        )
        back = (each.comment_id for each in self.waiting if each.came_back_to == desk.member.id)
        others = (self.claims.keys() - taken) | self.passed_over
        return replace(
            place,
            mine=taken.union(back) - self.passed_over,
            but=frozenset(others),
            last=self.left - self.passed_over,
        )


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody else at the desk, and the comments that they have before them."""

    name: str
    claims: tuple[Claim, ...]


def state_of(connection: Connection, desk: DeskContext, *touched: int) -> QueueState:
    """The queue as it is; `touched` are comments that this request has just changed."""
    context = desk.context
    memory = context.app_state.queue
    waiting = memory.waiting(connection, context.site.id, now=context.now, touched=touched)
    if desk.member.sections:
        theirs = {
            each: looks_after(desk.member, each) for each in {each.section for each in waiting}
        }
        waiting = [each for each in waiting if theirs[each.section]]
    if not _is_shown_passed_on(desk):
        waiting = _without_what_editors_have(connection, desk, waiting)
    claims = claims_of(connection, context.site.id, now=context.now)
    left = left_by(connection, desk.member, now=context.now)
    here = _here(connection, desk)
    at_work = {each.staff_id for each in claims.values()}.union(number for _, number in here)
    passed_over = _passed_over(connection, desk, waiting, left, at_work) if left else frozenset()
    held = {number for number, each in claims.items() if each.staff_id == desk.member.id}
    return QueueState(waiting, claims, left, passed_over - held, here)


def _here(connection: Connection, desk: DeskContext) -> frozenset[tuple[str, int]]:
    streams, now = desk.context.app_state.desk_streams, desk.context.now
    elsewhere = here_elsewhere(connection, desk.site_id, streams.process, now=now)
    return frozenset(elsewhere | streams.here(desk.site_id))


def _passed_over(
    connection: Connection,
    desk: DeskContext,
    waiting: Iterable[Waiting],
    left: Collection[int],
    here: Collection[int],
) -> frozenset[int]:
    """What of `left` a colleague may decide who is here, and who has not left it too."""
    people = [
        each
        for each in all_staff(connection, desk.site_id)
        if each.id in here and each.id != desk.member.id
    ]
    leavers = leavers_of(connection, left, now=desk.context.now)
    return frozenset(
        each.comment_id
        for each in waiting
        if each.comment_id in left
        and any(
            person.id not in leavers[each.comment_id] and _may_decide(person, each)
            for person in people
        )
    )


def _may_decide(person: StaffMember, waiting: Waiting) -> bool:
    for_editors = waiting.passed_on and not _cannot_wait(waiting)
    act = Act.ANSWER_PASSED_ON if for_editors else Act.DECIDE
    return may(person, act, waiting.section)


def _without_what_editors_have(
    connection: Connection, desk: DeskContext, waiting: list[Waiting]
) -> list[Waiting]:
    """Leaves out what waits for an editor, but for what no editor would see now, and for what may
    do harm until one comes."""
    passed = [each for each in waiting if each.passed_on and not _cannot_wait(each)]
    if not passed:
        return waiting
    editors = [
        each for each in all_staff(connection, desk.site_id) if may(each, Act.ANSWER_PASSED_ON)
    ]
    theirs = {
        each.comment_id
        for each in passed
        if any(looks_after(editor, each.section) for editor in editors)
    }
    return [each for each in waiting if each.comment_id not in theirs]


def _cannot_wait(waiting: Waiting) -> bool:
    return waiting.urgency <= Urgency.SHOWN_AND_HARMFUL


def _is_shown_passed_on(desk: DeskContext) -> bool:
    """Whether what waits for an editor is shown to them: if they are one, or only read."""
    return may(desk.member, Act.ANSWER_PASSED_ON) or not may(desk.member, Act.DECIDE)


def tabs_of(desk: DeskContext, state: QueueState, place: Stretch) -> list[Tab]:
    """The parts of the queue, with how many wait in each by the filter of this stretch."""
    seen = state.seen_from(desk, place)
    asked = place.filter.among(state.waiting, now=desk.context.now)
    return tabs(desk, sizes(asked, seen.mine), place)


def tabs(desk: DeskContext, counts: Mapping[View, int], place: Stretch) -> list[Tab]:
    """The same, from what was counted."""
    translate = desk.context.translator.translate
    first = replace(place, start=0)
    return [
        Tab(
            path_of(replace(first, view=each)),
            translate(TAB_NAMES[each]),
            counts[each],
            each is place.view,
        )
        for each in View
        if each is not View.PASSED_ON or _is_shown_passed_on(desk)
    ]


def parts_named(
    desk: DeskContext, state: QueueState, place: Stretch, cards: Collection[int]
) -> Mapping[int, str]:
    """In which parts of the queue each of these comments stands, in words; told only where they
    are gathered from all of them."""
    if place.view is not View.MINE:
        return {}
    translate = desk.context.translator.translate
    named = [(each, translate(TAB_NAMES[each])) for each in PARTS if each is not View.ALL]
    return {
        each.comment_id: ", ".join(name for view, name in named if view.shows(each))
        for each in state.waiting
        if each.comment_id in cards
    }


def taken_words(desk: DeskContext, claims: Mapping[int, Claim]) -> dict[int, str]:
    """What colleagues have before them, each with the words for it."""
    translate = desk.context.translator.translate
    return {
        number: translate(TAKEN, name=each.name)
        for number, each in claims.items()
        if each.staff_id != desk.member.id
    }


def colleagues(desk: DeskContext, state: QueueState) -> list[Colleague]:
    """Who else is at the desk, by name."""
    before: defaultdict[tuple[str, int], list[Claim]] = defaultdict(list)
    for each in state.claims.values():
        before[each.name, each.staff_id].append(each)
    for name, staff_id in state.here:
        before[name, staff_id].extend(())
    return [
        Colleague(name, tuple(theirs[:MOST_NAMED]))
        for (name, staff_id), theirs in sorted(before.items())
        if staff_id != desk.member.id
    ]
