"""What is said of a page that nobody told of: by a browser that shows it, then by the page itself.

Whoever writes a browser's message can say anything. So it makes an article known, and no more: its
address must stand on one of the site's origins; its words are kept for the judge of a site that
wants them (`rules/article_unread`) and shown to nobody.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from rejoinder.articles.addresses import PageAddress, read_address_on
from rejoinder.articles.fields import LONGEST_CMS_ID, BodyFormat, line
from rejoinder.articles.model import read_body, slug_for
from rejoinder.errors import Invalid
from rejoinder.text import ArticleText, TooLong, read_article_text, tidy, tidy_line

# Of what a page brings along; the rest is cut off.
LONGEST_TOLD = 100_000
LONGEST_HEADLINE = 300
LONGEST_STANDFIRST = 1000


@dataclass(frozen=True, slots=True)
class PageMessage:
    """A message of a page about itself, as it came."""

    url: str
    cms_id: str = ""
    headline: str = ""
    text: str = ""
    text_format: BodyFormat = BodyFormat.HTML


@dataclass(frozen=True, slots=True)
class Sight:
    """The same checked and bounded."""

    address: PageAddress
    cms_id: str
    words: str
    """Its headline and its text, a paragraph a line; never HTML."""

    @property
    def shown_as(self) -> str:
        """What stands in place of its headline until somebody else confirms it: its address."""
        return self.address.key[:LONGEST_HEADLINE]

    @property
    def slug(self) -> str:
        """Its place on our own pages, which no newsroom's slug can be."""
        last = self.address.key.partition("?")[0].rpartition("/")[2]
        return slug_for(f"{self.cms_id}\n{self.address.key}", last)


@dataclass(frozen=True, slots=True)
class FoundPage:
    """What was found in a page that was fetched, checked and bounded."""

    headline: str
    standfirst: str
    text: ArticleText
    address: PageAddress | None
    """Where the page itself says that it stands, or where it was found in the end."""


def read_found(
    origins: Iterable[str], named: Iterable[str], *, headline: str, standfirst: str, body: str
) -> FoundPage:
    """Reads what was found. `named` are its addresses, best first; one elsewhere counts for none.

    A body costs up to a second: never inside a write.
    """
    return FoundPage(
        _bounded(headline, LONGEST_HEADLINE, one_line=True),
        _bounded(standfirst, LONGEST_STANDFIRST, one_line=True),
        read_article_text(_bounded(body, LONGEST_TOLD)),
        _first_own(tuple(origins), named),
    )


def _first_own(origins: tuple[str, ...], named: Iterable[str]) -> PageAddress | None:
    for each in named:
        try:
            address = read_address_on(origins, each)
        except Invalid:
            continue
        # What has been taken down often leads to the front page, which is no article.
        if address.key != f"{address.host}/":
            return address
    return None


def read_sight(origins: Iterable[str], told: PageMessage) -> Sight:
    """Reads a message. A text costs up to a second: never inside a write.

    Raises:
        Invalid: the address is none, or of none of these origins; or the id can be none.
    """
    address = read_address_on(origins, told.url)
    cms_id = line({"cms_id": told.cms_id}, "cms_id", LONGEST_CMS_ID)
    text = read_body(_bounded(told.text, LONGEST_TOLD), told.text_format).words
    headline = _bounded(told.headline, LONGEST_HEADLINE, one_line=True)
    return Sight(address, cms_id, "\n".join(filter(None, (headline, text))))


def _bounded(raw: str, longest: int, *, one_line: bool = False) -> str:
    """A text without what no store keeps, cut where it is too long."""
    cut = raw[:longest]
    try:
        return tidy_line(cut, longest) if one_line else tidy(cut, longest)
    except TooLong:  # some letters are longer in the form that is kept
        return ""
