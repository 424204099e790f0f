"""What HTML a comment may hold: the few elements that its Markdown makes, and nothing that runs."""

from typing import Final

import nh3

COMMENT_TAGS: Final = frozenset({"p", "br", "em", "strong", "blockquote", "ul", "ol", "li", "a"})
# Without the star a link would keep its title, which shows only to a resting mouse.
ATTRIBUTES: Final[dict[str, set[str]]] = {"*": set(), "a": {"href"}}

_cleaner = nh3.Cleaner(
    tags=set(COMMENT_TAGS),
    attributes=ATTRIBUTES,
    url_schemes={"http", "https"},
    url_relative="deny",  # a comment is shown on other sites too
    link_rel="nofollow ugc noopener",
)


def clean_comment(html: str) -> str:
    """HTML without what no comment may hold; what is clean stays as it is."""
    return _cleaner.clean(html).strip()
