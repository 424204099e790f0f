"""A page as its reader finds it: what it says, its forms, its links. For the tests of the site."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from litestar.testing import TestClient
from lxml import html

from rejoinder.app import Newspaper

# Of the words, those that are shown as text of the page.
_SHOWN = (
    "//text()[not(ancestor::script or ancestor::style or ancestor::title or ancestor::textarea)]"
)

Attributes = dict[str, str]


def read(browser: TestClient[Newspaper], path: str) -> "Page":
    """The page at an address, which must be there."""
    answer = browser.get(path)
    assert answer.status_code == 200, answer.text
    return Page(answer.text)


@dataclass(frozen=True, slots=True)
class Form:
    """A form with what its fields would send."""

    action: str
    fields: dict[str, str]
    method: str = "POST"


class Page:
    """A page, or a piece of one, parsed once."""

    def __init__(self, source: str) -> None:
        """`source` is the page's HTML."""
        self._root = html.document_fromstring(source)
        for area in self._root.iter("textarea"):
            # The line break right after the tag is the template's (HTML, 13.1.2.5); lxml keeps it.
            area.text = (area.text or "").removeprefix("\n")

    @property
    def tags(self) -> list[tuple[str, Attributes]]:
        """Every element with its attributes, in the page's order."""
        return list(self._elements())

    @property
    def text(self) -> str:
        """All words that are shown, on one line."""
        return " ".join(" ".join(self._root.xpath(_SHOWN)).split())

    @property
    def boxes(self) -> list[str]:
        """What stands in the boxes for longer texts."""
        return [area.text or "" for area in self._root.iter("textarea")]

    @property
    def forms(self) -> list[Form]:
        """The forms, in the page's order."""
        return [
            Form(form.action or "", dict(form.form_values()), form.method)
            for form in self._root.forms
        ]

    def form(self, action: str) -> Form:
        """The form that is sent to this address, wherever on it the answer opens."""
        return next(form for form in self.forms if re.split("[?#]", form.action)[0] == action)

    def links(self) -> list[str]:
        """Where the links lead."""
        return [
            link
            for element, attribute, link, _ in self._root.iterlinks()
            if element.tag == "a" and attribute == "href"
        ]

    def headings(self, class_: str) -> list[str]:
        """What the elements of a class say, with a stroke between the elements in each."""
        heads = self._root.xpath(f"//*[contains(@class, '{class_}')]")
        return [
            " | ".join(" ".join(part.text_content().split()) for part in head) for head in heads
        ]

    def comments(self) -> list[Attributes]:
        """The comments that have a place on the page, in their order."""
        return [
            dict(each.attrib) for each in self._root.xpath("//li[starts-with(@id, 'comment-')]")
        ]

    def has(self, tag: str, **wanted: str) -> bool:
        """Whether there is such an element, with these attributes among others."""
        attributes = {name.rstrip("_").replace("_", "-"): value for name, value in wanted.items()}
        return any(
            name == tag and attributes.items() <= present.items()
            for name, present in self._elements()
        )

    def _elements(self) -> Iterator[tuple[str, Attributes]]:
        for element in self._root.iter(html.etree.Element):
            yield element.tag, dict(element.attrib)
