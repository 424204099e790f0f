"""The fields of an article as somebody hands them in, each checked and bounded by itself."""

import re
from collections.abc import Mapping, Set
from datetime import UTC, date, datetime
from enum import StrEnum

from rejoinder.articles.addresses import PageAddress, read_address
from rejoinder.errors import Invalid, N_

LONGEST_SLUG = 120
# A very long read.
LONGEST_BODY = 200_000
LONGEST_CMS_ID = 200
# Of one article: its addresses of ten years, by several names of the paper.
MOST_ADDRESSES = 50
# What no store can keep: PostgreSQL takes no NUL, and halves of a character are not UTF-8.
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")
# Nothing was printed before, and close to a calendar's ends time zones lead out of it.
YEARS = range(1000, 3000)
LIMITS = {
    "slug": LONGEST_SLUG,
    "section": 60,
    "headline": 300,
    "standfirst": 1000,
    "byline": 200,
    "dateline": 120,
    "author_note": 1000,
}
# What can be said of an article and be changed later: all but what it is known by.
FIELDS = frozenset({*LIMITS, "body", "body_format", "published", "url", "addresses"} - {"slug"})


class BodyFormat(StrEnum):
    """How an article's body is written."""

    MARKDOWN = "markdown"
    HTML = "html"


def check_names(fields: Mapping[object, object], known: Set[object]) -> None:
    """Raises Invalid where a field has a name that none has."""
    for name in fields:
        if name not in known:
            raise wrong(str(name)[:60], N_("There is no such field."))


def line(fields: Mapping[object, object], name: str, limit: int = 0) -> str:
    """A field that stands on one line; empty where it is missing. Raises Invalid."""
    limit = limit or LIMITS[name]
    value = fields.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise wrong(name, N_("This must be text."))
    text = " ".join(value.split())
    if len(text) > limit:
        raise wrong(name, N_("This is too long."))
    if _NO_TEXT.search(text):
        raise wrong(name, N_("This holds characters that are not text."))
    return text


def cms_id_in(fields: Mapping[object, object]) -> str:
    """The newsroom's own id, which YAML may take for a number. Raises Invalid."""
    value = fields.get("cms_id")
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return line({"cms_id": str(value) if is_number else value}, "cms_id", LONGEST_CMS_ID)


def page_in(fields: Mapping[object, object]) -> PageAddress | None:
    """Where the newsroom shows it; None where that is not said. Raises Invalid."""
    value = fields.get("url")
    return None if value is None or value == "" else _address("url", value)


def addresses_in(fields: Mapping[object, object]) -> tuple[PageAddress, ...]:
    """Further addresses. Raises Invalid."""
    value = fields.get("addresses")
    if value is None:
        return ()
    if not isinstance(value, list) or len(value) > MOST_ADDRESSES:
        raise wrong("addresses", N_("This must be a list of at most 50 addresses."))
    return tuple(_address("addresses", each) for each in value)


def body_format_in(fields: Mapping[object, object]) -> BodyFormat:
    """How the body is written. Raises Invalid."""
    try:
        return BodyFormat(fields.get("body_format") or "markdown")  # type: ignore[arg-type]
    except ValueError:
        raise wrong("body_format", N_("This must be markdown or html.")) from None


def _address(name: str, value: object) -> PageAddress:
    if not isinstance(value, str):
        raise wrong(name, N_("This must be text."))
    try:
        return read_address(value)
    except Invalid as failure:
        raise wrong(name, str(failure)) from None


def body_in(fields: Mapping[object, object]) -> str:
    """The body. Raises Invalid."""
    value = fields.get("body")
    if not isinstance(value, str) or not value.strip():
        raise wrong("body", N_("An article needs a body."))
    if len(value) > LONGEST_BODY:
        raise wrong("body", N_("This is too long."))
    if _NO_TEXT.search(value):
        raise wrong("body", N_("This holds characters that are not text."))
    return value


def moment(value: object) -> datetime | None:
    """When it was published; None where that is not said. Raises Invalid."""
    if value is None:
        return None
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            value = None
    if isinstance(value, date) and value.year in YEARS:
        if not isinstance(value, datetime):
            return datetime(value.year, value.month, value.day, tzinfo=UTC)
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    raise wrong("published", N_("This must be a date and time, such as 2026-05-04T09:30:00Z."))


def wrong(field: str, what: str) -> Invalid:
    """A field that cannot be taken, and why."""
    return Invalid(
        N_("The article cannot be taken: %(field)s."),
        field=field,
        details={"field": field, "problem": what},
    )
