"""A feed as Atom (RFC 4287, with the threads of RFC 4685) and as JSON Feed 1.1. Pure."""

from typing import Any

import msgspec

from rejoinder.sites.model import Site
from rejoinder.web.site.feed_entries import Entry, Feed
from rejoinder.web.templating import fill_xml, iso

ATOM = "application/atom+xml; charset=utf-8"
JSON_FEED = "application/feed+json; charset=utf-8"
VERSION = "https://jsonfeed.org/version/1.1"
# JSON Feed knows no threads; an extension's name begins with an underscore.
EXTENSION = "_rejoinder"


def as_atom(site: Site, feed: Feed) -> str:
    """The feed as an Atom document."""
    return fill_xml(site, "site/feed.atom.xml", {"feed": feed})


def as_json(site: Site, feed: Feed) -> bytes:
    """The feed as a JSON Feed document."""
    document: dict[str, Any] = {
        "version": VERSION,
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": f"{site.base_url}{feed.path}.json",
        "language": site.language,
        "items": [_item(site, entry) for entry in feed.entries],
    }
    if feed.count is not None:
        document[EXTENSION] = {"count": feed.count}
    return msgspec.json.encode(document)


def _item(site: Site, entry: Entry) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "content_html": entry.html,
        "date_published": iso(entry.published),
        "date_modified": iso(entry.updated),
        "authors": [{"name": entry.author}],
        EXTENSION: _thread(site, entry),
    }
    if entry.pick:
        item["tags"] = [entry.pick]
    return item


def _thread(site: Site, entry: Entry) -> dict[str, Any]:
    told: dict[str, Any] = {"replies": entry.replies}
    if entry.answers is not None:
        told["in_reply_to"] = {"id": entry.answers.id, "url": entry.answers.url}
    if entry.badge is not None:
        told["badge"] = entry.badge
    if entry.discussion is not None:
        updated = entry.discussion.updated
        told["comments_url"] = f"{site.base_url}{entry.discussion.path}.json"
        told["comments_updated"] = None if updated is None else iso(updated)
    return told
