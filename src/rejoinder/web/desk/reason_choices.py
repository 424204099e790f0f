"""The reasons for which a moderator can decline, as the card offers them."""

from typing import Final

from sqlalchemy import Connection

from rejoinder.moderation.house_reasons import house_reasons_of
from rejoinder.moderation.staff_reasons import EVERYWHERE
from rejoinder.web.desk.access import DeskContext
from rejoinder.web.desk.views import ReasonChoice

# As many digits as there are keys for them.
KEYS: Final = 9


def reason_choices(connection: Connection, desk: DeskContext) -> list[ReasonChoice]:
    """Those that every site has, then the house's own; each with what its author will be told."""
    translate = desk.context.translator.translate
    everywhere = [
        (reason, translate(words.title), translate(words.message))
        for reason, words in EVERYWHERE.items()
    ]
    house = house_reasons_of(connection, desk.site_id)
    own = [(each.value, each.title, each.text) for each in house]
    return [
        ReasonChoice(key if key <= KEYS else None, *each)
        for key, each in enumerate([*everywhere, *own], start=1)
    ]
