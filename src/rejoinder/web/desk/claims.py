"""What the queue's script says of the cards before somebody: which they keep, which they give back.

A card is taken for some minutes, and kept for longer by being named again; see `desk.claims`.
"""

from typing import Any

from litestar import Response, post

from rejoinder.desk.claims import claim_free, claims_of, release
from rejoinder.errors import Invalid, N_
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import Form, fields_named, row_id
from rejoinder.web.desk.access import PRIVATE, staff_only
from rejoinder.web.desk.queue_state import state_of, taken_words
from rejoinder.web.thread_pool import in_thread

# The card that is read, and those that come next; nobody needs a colleague's whole shift.
MOST_KEPT = 8
MOST_GIVEN = 200


@post("/desk/claims", status_code=200)
@in_thread
def keep_and_give(request: WebRequest, data: Form) -> Response[Any]:
    """Takes the comments `keep`, as far as no colleague has them, and gives back those of `give`.

    The answer names those that colleagues have, with words for a card, and of `keep` those that
    wait no more.
    """
    desk = staff_only(request)
    keep = _numbers(data, "keep", MOST_KEPT)
    give = _numbers(data, "give", MOST_GIVEN)
    with desk.context.database.reading() as connection:
        waiting = {each.comment_id for each in state_of(connection, desk).waiting}
    with desk.context.database.writing() as connection:
        if give:
            release(connection, desk.member, *give)
        # What others look after, or what is decided, is nobody's to take.
        wanted = [each for each in keep if each in waiting]
        if wanted:
            claim_free(connection, desk.site_id, wanted, desk.member, now=desk.context.now)
        claims = claims_of(connection, desk.site_id, now=desk.context.now)
    answer = {
        "taken": {str(each): words for each, words in taken_words(desk, claims).items()},
        "gone": [each for each in keep if each not in waiting],
    }
    return Response(answer, headers=PRIVATE)


def _numbers(data: Any, name: str, most: int) -> list[int]:
    raw = fields_named(data, name)
    if len(raw) > most:
        raise Invalid(N_("A field of the form cannot be taken."), details={"field": name})
    return [number for each in raw if (number := row_id(each, name=name)) is not None]
