"""WordPress's own export (WXR 1.0 to 1.2), from `Tools > Export` or `wp export`."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from rejoinder.errors import N_
from rejoinder.imports.model import (
    ArticleRecord,
    Aside,
    CommentRecord,
    Label,
    Maker,
    Markup,
    Problem,
    Record,
    Status,
)
from rejoinder.imports.reading.moments import read_moment
from rejoinder.imports.reading.opening import Files
from rejoinder.imports.reading.xml_records import Element, xml_records

_WANTED: Final = {"item": "channel", "wp:comment": "item"}
# Other sites' notices of links, written by programs.
_NOTICES: Final = frozenset({"pingback", "trackback"})
# Kinds that are no reader's words: shop orders' notes, say.
_COMMENT_TYPES: Final = frozenset({"", "comment"})
_STATUS: Final = {
    "1": Status.APPROVED,
    "approve": Status.APPROVED,
    "approved": Status.APPROVED,
    "0": Status.PENDING,
    "hold": Status.PENDING,
    "spam": Status.SPAM,
    "trash": Status.TRASH,
    "post-trashed": Status.TRASH,
}
# Akismet's answer, kept beside the comment, in the plugin's words.
_AKISMET: Final = {"true": Status.SPAM, "false": Status.APPROVED}


def read(files: Files, aside: Aside, *, latest: datetime) -> Iterator[Record]:
    """The records of one export. Of a post and its comments the comments come first."""
    for element in xml_records(files.open(), _WANTED, root="rss"):
        if isinstance(element, Problem):
            yield element
        elif element.tag == "item":
            yield _article(element, latest)
        elif (kind := element.get("wp:comment_type")) not in _COMMENT_TYPES:
            aside.leave(kind if kind in _NOTICES else "comment_type")
        else:
            yield _comment(element, aside, latest)


def _article(element: Element, latest: datetime) -> Record:
    post_id = element.get("wp:post_id")
    if not post_id:
        return Problem(element.line, N_("An item has no post id."))
    return ArticleRecord(
        ref=str(element.number),
        source_id=post_id,
        address=element.get("link"),
        cms_id=post_id,
        title=element.get("title"),
        published_at=read_moment(element.get("wp:post_date_gmt"), latest=latest),
        closed=element.get("wp:comment_status") == "closed",
    )


def _comment(element: Element, aside: Aside, latest: datetime) -> Record:
    ref = element.get("wp:comment_id")
    text = element.fields.get("wp:comment_content")
    if not ref or text is None or "wp:comment_content" in element.cut:
        return Problem(element.line, N_("A comment has no id or no text, or one that is too long."))
    # The local time, where WordPress never knew the other.
    created_at = read_moment(element.get("wp:comment_date_gmt"), latest=latest) or read_moment(
        element.get("wp:comment_date"), latest=latest
    )
    if created_at is None:
        return Problem(element.line, N_("A comment has no date, or one that cannot be."))
    state = element.get("wp:comment_approved")
    status = _STATUS.get(state, Status.PENDING)
    parent = element.get("wp:comment_parent")
    user = element.get("wp:comment_user_id")
    return CommentRecord(
        source_id=ref,
        article=str(element.outer),
        parent=parent if parent not in {"", "0"} else None,
        author=f"user-{user}" if user not in {"", "0"} else "",
        name=element.get("wp:comment_author"),
        email=element.get("wp:comment_author_email"),
        text=text,
        markup=Markup.HTML_LINES,
        created_at=created_at,
        status=status,
        labels=_labels(element, status, state, aside),
        line=element.line,
    )


def _labels(element: Element, status: Status, state: str, aside: Aside) -> tuple[Label, ...]:
    labels = []
    if status in {Status.SPAM, Status.TRASH}:
        labels.append(Label(status, state))
    for meta in element.children:
        if meta.tag != "wp:commentmeta":
            continue
        key, value = meta.get("wp:meta_key"), meta.get("wp:meta_value")
        if key == "akismet_result" and value in _AKISMET:
            labels.append(Label(_AKISMET[value], key, Maker.PROGRAM, "Akismet"))
        elif key == "akismet_user_result" and value in _AKISMET:
            who = next(
                (
                    m.get("wp:meta_value")
                    for m in element.children
                    if m.get("wp:meta_key") == "akismet_user"
                ),
                "",
            )
            labels.append(Label(_AKISMET[value], key, Maker.STAFF, who))
        elif key != "akismet_user":
            aside.leave("commentmeta")
    return tuple(labels)
