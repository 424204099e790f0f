"""What a browser says of the page that it shows. Whoever writes such a message can say anything.

So it makes an article known, and no more: its address must stand on one of the site's origins; its
words are kept for the judge of a site that wants them (`rules/article_unread`) and shown to nobody.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from rejoinder.articles.addresses import PageAddress, read_address_on
from rejoinder.articles.fields import LONGEST_CMS_ID, BodyFormat, line
from rejoinder.articles.model import read_body, slug_for
from rejoinder.text import TooLong, tidy, tidy_line

# Of what a page brings along; the rest is cut off.
LONGEST_TOLD = 100_000
LONGEST_HEADLINE = 300


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
