"""Which article here a thread of another system belongs to, and what is made of others."""

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import unquote

from sqlalchemy import Connection

from rejoinder.articles.addresses import PageAddress, read_address, read_address_on
from rejoinder.articles.fields import LONGEST_CMS_ID
from rejoinder.articles.model import ArticleStub, slug_for, slug_from
from rejoinder.articles.queries import at_addresses, at_slugs, with_cms_ids
from rejoinder.errors import Invalid
from rejoinder.imports import queries
from rejoinder.imports.staged import StagedArticle
from rejoinder.sites.model import Site
from rejoinder.text import TooLong, tidy_line

_LONGEST_HEADLINE = 300
_LONGEST_SLUG = 80
_LONGEST_RAW = 2000


@dataclass(frozen=True, slots=True)
class Wanted:
    """A thread, and how its article is looked for."""

    staged: StagedArticle
    cms_id: str
    """What the publisher's own system calls it; empty where the file does not say."""
    address: PageAddress | None
    page: PageAddress | None
    """The same, if it stands on one of the site's origins: then links may lead there."""
    slug: str
    """What it would be called on our own pages."""

    @property
    def key(self) -> str:
        """The same for two threads that are about one article."""
        if self.cms_id:
            return f"id {self.cms_id}"
        return self.address.key if self.address else f"thread {self.staged.source_id}"


def wanted(staged: StagedArticle, origins: Sequence[str]) -> Wanted:
    """How a thread's article is looked for. Of a site with one origin a path alone is enough."""
    raw = staged.address.strip()
    if raw.startswith("/") and not raw.startswith("//") and len(origins) == 1:
        raw = origins[0] + raw
    address, page = _address(raw), None
    if address is not None:
        with suppress(Invalid):
            page = read_address_on(origins, address.url)
    path = address.key.partition("?")[0].partition("/")[2] if address else raw.partition("?")[0]
    last = unquote(path.rstrip("/").rpartition("/")[2]).rpartition(".")
    slug = slug_from(last[0] or last[2])[:_LONGEST_SLUG].strip("-")
    slug = slug or slug_from(staged.title) or f"thread-{_short(staged.source_id)}"
    cms_id = _line(staged.cms_id)
    # A part of an id is another article's.
    return Wanted(staged, cms_id if len(cms_id) <= LONGEST_CMS_ID else "", address, page, slug)


@dataclass(frozen=True, slots=True)
class Found:
    """The article of a thread, and whether only the last part of its address says so."""

    article_id: int
    by_slug: bool = False


def find(
    connection: Connection, site: Site, source: str, threads: Sequence[Wanted]
) -> list[Found | None]:
    """The articles that are here: as this system's before, else by id, by address, by slug."""
    known = queries.targets(
        connection, site.id, source, "article", [each.staged.source_id for each in threads]
    )
    ids = with_cms_ids(connection, site.id, {each.cms_id for each in threads if each.cms_id})
    keys = {each.address.key for each in threads if each.address}
    addresses = at_addresses(connection, site.id, keys)
    slugs = at_slugs(connection, site.id, {each.slug for each in threads})
    found: list[Found | None] = []
    for each in threads:
        number = known.get(each.staged.source_id) or ids.get(each.cms_id)
        if number is None and each.address and each.address.key in addresses:
            there, its_id = addresses[each.address.key]
            # Two ids are two articles, even on one page.
            number = there if not each.cms_id or its_id in {None, each.cms_id} else None
        if number is not None:
            found.append(Found(number))
        else:
            there, is_ours = slugs.get(each.slug, (0, False))
            found.append(Found(there, by_slug=True) if is_ours else None)
    return found


def as_stub(thread: Wanted, *, slug: str, with_address: bool, now: datetime) -> ArticleStub:
    """The article that is made for a thread: as much of it as the file tells."""
    staged = thread.staged
    begun = staged.published if staged.published is not None else staged.first
    headline = _line(staged.title)[:_LONGEST_HEADLINE].strip()
    return ArticleStub(
        slug=slug,
        headline=headline or slug.replace("-", " ").capitalize(),
        published_at=datetime.fromtimestamp(begun, UTC),
        closed_at=now if staged.closed else None,
        cms_id=thread.cms_id or None,
        canonical_url=thread.page.url if thread.page else None,
        address=thread.address.key if thread.address and with_address else "",
    )


def other_slug(thread: Wanted) -> str:
    """What it is called where another article has the name."""
    return slug_for(thread.key, thread.slug)


def _address(raw: str) -> PageAddress | None:
    try:
        return read_address(raw)
    except Invalid:
        return None


def _line(raw: str) -> str:
    try:
        return tidy_line(raw, _LONGEST_RAW)
    except TooLong:
        return ""


def _short(text: str) -> str:
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()[:10]
