"""Readers' text: tidied, then rendered from a small Markdown and sanitised, once, at write."""

import re
import unicodedata

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

COMMENT_TAGS = {"p", "br", "em", "strong", "blockquote", "ul", "ol", "li", "a"}
ARTICLE_TAGS = COMMENT_TAGS | {"h2", "h3", "hr"}
# Without the star a link would keep its title, which shows only to a resting mouse.
ATTRIBUTES: dict[str, set[str]] = {"*": set(), "a": {"href"}}
# Controls that show nothing and can hide or reorder text (Unicode Standard, 23.2 and 23.3):
# all of category Cc but tab and line feed, bidirectional overrides and isolates, unpaired halves.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
# What must start a new line (Unicode Standard Annex 14, class BK and NL), beside the line feed.
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_BLANK_LINES = re.compile(r"\n{3,}")
_SPACES = re.compile(r"\s+")
# An address written out, with or without its scheme; the scheme-less form needs a path or www.
# A name's part has 63 letters at most (RFC 1035): without that bound, a page of hyphens takes 8 s.
_BARE_ADDRESS = re.compile(
    r"\bhttps?://[^\s<>()\[\]]+|\bwww\.[^\s<>()\[\]]+"
    r"|\b[a-z0-9-]{1,63}\.[a-z]{2,8}/[^\s<>()\[\]]+",
    re.IGNORECASE,
)
# Without one of these Markdown makes no link: [words](address) and <address>.
_LINK_SIGN = re.compile(r"\]\(|<")
# What ends a sentence or an emphasis around an address is none of it.
_AFTER_ADDRESS = ".,;:!?…*_'\"’”»"

_comment_markdown = MarkdownIt("zero", {"breaks": True, "maxNesting": 20}).enable(
    ["emphasis", "blockquote", "list", "link", "autolink", "newline", "escape"]
)
_article_markdown = MarkdownIt("zero", {"typographer": True}).enable(
    ["emphasis", "blockquote", "list", "link", "newline", "escape", "heading", "hr", "smartquotes"]
)
_comment_cleaner = nh3.Cleaner(
    tags=COMMENT_TAGS,
    attributes=ATTRIBUTES,
    url_schemes={"http", "https"},
    url_relative="deny",  # a comment is shown on other sites too
    link_rel="nofollow ugc noopener",
)
_article_cleaner = nh3.Cleaner(
    tags=ARTICLE_TAGS,
    attributes=ATTRIBUTES,
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)


def tidy(raw: str) -> str:
    """The text that is stored: line ends made one kind, NFC, controls and broken halves removed."""
    visible = unicodedata.normalize("NFC", _UNWANTED.sub("", _LINE_ENDS.sub("\n", raw)))
    return _BLANK_LINES.sub("\n\n", visible).strip()


def tidy_line(raw: str) -> str:
    """The same for what must stand on one line, such as a name."""
    return _SPACES.sub(" ", tidy(raw))


def render_comment(source: str) -> str:
    """Sanitised HTML of a comment: paragraph, emphasis, quote, list, link; nothing else."""
    return _comment_cleaner.clean(_comment_markdown.render(source)).strip()


def render_article(source: str) -> str:
    """Sanitised HTML of an article's body: the same, with crossheads and rules."""
    return _article_cleaner.clean(_article_markdown.render(source)).strip()


def plain(source: str) -> str:
    """The words of an article's Markdown, a paragraph a line: what the judge reads."""
    blocks = [token for token in _article_markdown.parse(source) if token.type == "inline"]
    return "\n".join(words for block in blocks if (words := _words(block)))


def addresses(source: str) -> list[str]:
    """Where the links of a comment lead, written out or behind words, in their order."""
    linked = []
    if _LINK_SIGN.search(source):  # most comments have none, and are not read as Markdown for it
        linked = [
            str(child.attrs["href"])
            for token in _comment_markdown.parse(source)
            for child in token.children or ()
            if child.type == "link_open"
        ]
    bare = [match.group().rstrip(_AFTER_ADDRESS) for match in _BARE_ADDRESS.finditer(source)]
    return list(dict.fromkeys([*linked, *(each for each in bare if each not in linked)]))


def _words(block: Token) -> str:
    parts = (
        " " if child.type in {"softbreak", "hardbreak"} else child.content
        for child in block.children or ()
    )
    return _SPACES.sub(" ", "".join(parts)).strip()
