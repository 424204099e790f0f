"""What the queue can be filtered by: the choices that its form offers, by what waits."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import Connection

from rejoinder.articles.queries import by_ids as articles_by_ids
from rejoinder.desk.queue import Filter, Order, Stretch, Waiting
from rejoinder.desk.saved_filters import LONGEST_NAME, saved_by
from rejoinder.errors import N_
from rejoinder.readers.queries import by_id as reader_by_id
from rejoinder.web.desk.access import DeskContext
from rejoinder.web.desk.findings import rule_title
from rejoinder.web.desk.queue_address import fields_of, path_of, saved_path

ORDER_NAMES: Final = {
    Order.HARM: N_("Harm first"),
    Order.DOUBT: N_("Doubt first"),
    Order.AGE: N_("Longest wait first"),
}
# In hours.
WAITS: Final = (1, 4, 24, 72, 168)
# The articles with most to do; a longer list is looked through by nobody.
MOST_ARTICLES: Final = 50


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that a field can have."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class SavedView:
    """A filter under its name."""

    id: int
    name: str
    href: str
    current: bool


def filter_fields(
    connection: Connection, desk: DeskContext, place: Stretch, waiting: Collection[Waiting]
) -> dict[str, Any]:
    """The values of the filter's form, and the filters that were saved."""
    translator = desk.context.translator
    languages = translator.locale.languages
    asked, fields = place.filter, fields_of(place)
    return {
        "orders": [
            Choice(each.value, translator.translate(name), each is place.order)
            for each, name in ORDER_NAMES.items()
        ],
        "sections": _choices((each.section for each in waiting), asked.section, str),
        "rules": _choices(
            (each.rule for each in waiting),
            asked.rule,
            lambda rule: rule_title(translator, rule),
        ),
        "languages": _choices(
            (each.language for each in waiting),
            asked.language,
            lambda code: languages.get(code) or code,
        ),
        "articles": _articles(connection, desk, asked.article_id, waiting),
        "waits_for": [
            Choice(str(each), translator.span(3600 * each), str(each) == fields.get("waited"))
            for each in WAITS
        ],
        "author": _author(connection, asked.author_id, waiting),
        "fields": {name: fields.get(name, "") for name in ("score_from", "score_to", "author")},
        "filtered": asked != Filter(),
        "clear_href": path_of(replace(place, filter=Filter(), start=0)),
        "saved": _saved(connection, desk, fields),
        "longest_name": LONGEST_NAME,
    }


def _choices(values: Iterable[str], chosen: str | None, name: Callable[[str], str]) -> list[Choice]:
    """The values that occur, and the chosen one, by name."""
    offered = {each for each in values if each} | ({chosen} if chosen else set())
    named = (Choice(each, name(each), each == chosen) for each in offered)
    return sorted(named, key=lambda each: each.label.casefold())


def _articles(
    connection: Connection, desk: DeskContext, chosen: int | None, waiting: Iterable[Waiting]
) -> list[Choice]:
    """Those with most comments that wait, and the chosen one."""
    counted = Counter(each.article_id for each in waiting)
    offered = {number for number, _ in counted.most_common(MOST_ARTICLES)}
    found = articles_by_ids(connection, desk.site_id, offered | ({chosen} if chosen else set()))
    named = (Choice(str(each.id), each.headline, each.id == chosen) for each in found.values())
    return sorted(named, key=lambda each: -counted[int(each.value)])


def _author(connection: Connection, chosen: int | None, waiting: Iterable[Waiting]) -> str:
    """The name of the chosen author; only of one whose comments wait here can it be asked."""
    if chosen is None or all(each.author_id != chosen for each in waiting):
        return ""
    return reader_by_id(connection, chosen).name


def _saved(connection: Connection, desk: DeskContext, fields: dict[str, str]) -> list[SavedView]:
    return [
        SavedView(each.id, each.name, saved_path(each.query), dict(each.query) == fields)
        for each in saved_by(connection, desk.member)
    ]
