"""The stretch of the queue that an address, a form or a saved filter names. Pure.

Whatever we do not know is not asked: an old address still shows a queue.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import urlencode

from rejoinder.desk.queue import Filter, Order, Stretch, View
from rejoinder.row_ids import read_id

Word = TypeVar("Word", bound=StrEnum)

# As long a number as a queue can need: what is longer is none of ours.
START = re.compile(r"[0-9]{1,6}")
PERCENT = re.compile(r"[0-9]{1,2}|100")
HOURS = re.compile(r"[1-9][0-9]{0,3}")
# The longest section that an article can have; rules and languages are shorter.
LONGEST_TEXT = 100
# Cards that a page has already, which need not be sent again.
MOST_KNOWN = 200


def place_of(raw: Any) -> Stretch:
    """What these fields name.

    However far it lies, there is an answer: the queue is shorter by what others decided.
    """
    start = _matching(START, raw, "from")
    return Stretch(
        view=_word(View, raw, "view") or View.ALL,
        start=int(start) if start else 0,
        after=_row(raw, "after"),
        order=_word(Order, raw, "order") or Order.HARM,
        filter=_filter_of(raw),
    )


def known_cards(raw: Any) -> frozenset[int]:
    """The comments whose cards a page says that it has: their numbers, with `-` between them."""
    said = str(raw.get("have", ""))[: MOST_KNOWN * 20].split("-")
    return frozenset(filter(None, map(_number, said[:MOST_KNOWN])))


def fields_of(place: Stretch) -> dict[str, str]:
    """The view, the order and the filter of a stretch, as an address names them."""
    asked, fields = place.filter, {}
    if place.view is not View.ALL:
        fields["view"] = place.view.value
    if place.order is not Order.HARM:
        fields["order"] = place.order.value
    told = {
        "article": asked.article_id,
        "section": asked.section,
        "rule": asked.rule,
        "author": asked.author_id,
        "language": asked.language,
        "score_from": None if asked.score_from is None else round(100 * asked.score_from),
        "score_to": None if asked.score_to is None else round(100 * asked.score_to),
        "waited": None if asked.waited is None else round(asked.waited / timedelta(hours=1)),
    }
    return fields | {name: str(value) for name, value in told.items() if value is not None}


def fields_for_forms(place: Stretch) -> dict[str, Any]:
    """What a template's forms carry along, so that whoever decides comes back here."""
    start = {"from": str(place.start)} if place.start else {}
    return {"view": place.view.value, "start": place.start, "kept": {**fields_of(place), **start}}


def path_of(place: Stretch, **further: int | str) -> str:
    """The address of a stretch of the queue."""
    query: dict[str, object] = {**fields_of(place)}
    if place.start:
        query["from"] = place.start
    query |= further
    return f"/desk?{urlencode(query)}" if query else "/desk"


def saved_path(query: Mapping[str, str]) -> str:
    """The address of what was saved."""
    return path_of(replace(place_of(query), start=0))


def _filter_of(raw: Any) -> Filter:
    score_from, score_to = (_matching(PERCENT, raw, f"score_{end}") for end in ("from", "to"))
    waited = _matching(HOURS, raw, "waited")
    return Filter(
        article_id=_row(raw, "article"),
        section=_text(raw, "section"),
        rule=_text(raw, "rule"),
        author_id=_row(raw, "author"),
        language=_text(raw, "language"),
        score_from=int(score_from) / 100 if score_from else None,
        score_to=int(score_to) / 100 if score_to else None,
        waited=timedelta(hours=int(waited)) if waited else None,
    )


def _text(raw: Any, name: str) -> str | None:
    text = str(raw.get(name, ""))
    return text if text and len(text) <= LONGEST_TEXT and text.isprintable() else None


def _matching(pattern: re.Pattern[str], raw: Any, name: str) -> str:
    text = str(raw.get(name, ""))
    return text if pattern.fullmatch(text) else ""


def _row(raw: Any, name: str) -> int | None:
    return _number(str(raw.get(name, "")))


def _number(text: str) -> int | None:
    try:
        return read_id(text)
    except ValueError:
        return None


def _word(words: type[Word], raw: Any, name: str) -> Word | None:
    text = str(raw.get(name, ""))
    return words(text) if text in set(words) else None
