"""A page as its reader finds it: what it says, its forms, its links. For the tests of the site."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from litestar.testing import TestClient

from rejoinder.app import Newspaper

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
Attributes = dict[str, str]


def read(browser: TestClient[Newspaper], path: str) -> "Page":
    """The page at an address, which must be there."""
    answer = browser.get(path)
    assert answer.status_code == 200, answer.text
    return Page(answer.text)


@dataclass(slots=True)
class Form:
    """A form with what stands in its fields."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)


class Page(HTMLParser):
    """Parses a page once; what a test asks for is gathered on the way."""

    def __init__(self, source: str) -> None:
        """`source` is the page's HTML."""
        super().__init__()
        self.tags: list[tuple[str, Attributes]] = []
        self.forms: list[Form] = []
        self.words: list[str] = []
        self._inside: list[tuple[str, Attributes]] = []
        self._area: str | None = None
        self.feed(source)
        self.close()

    @property
    def text(self) -> str:
        """All words that are shown, on one line."""
        return " ".join(" ".join(self.words).split())

    def form(self, action: str) -> Form:
        """The form that is sent to this address."""
        return next(form for form in self.forms if form.action == action)

    def links(self) -> list[str]:
        """Where the links lead."""
        return [told["href"] for tag, told in self.tags if tag == "a" and "href" in told]

    def comments(self) -> list[Attributes]:
        """The comments that have a place on the page, in their order."""
        return [
            told for tag, told in self.tags if tag == "li" and told.get("id", "")[:8] == "comment-"
        ]

    def has(self, tag: str, **wanted: str) -> bool:
        """Whether there is such an element, with these attributes among others."""
        asked = {name.rstrip("_").replace("_", "-"): value for name, value in wanted.items()}
        return any(name == tag and asked.items() <= told.items() for name, told in self.tags)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Called by the parser."""
        told = {name: value or "" for name, value in attrs}
        self.tags.append((tag, told))
        if tag not in VOID:
            self._inside.append((tag, told))
        if tag == "form":
            self.forms.append(Form(told.get("action", "")))
        elif tag == "input" and self.forms and "name" in told:
            if told.get("type") != "radio" or "checked" in told:
                self.forms[-1].fields[told["name"]] = told.get("value", "")
        elif tag == "textarea" and self.forms:
            self._area = told.get("name", "")
            self.forms[-1].fields[self._area] = ""

    def handle_endtag(self, tag: str) -> None:
        """Called by the parser."""
        if tag == "textarea":
            self._area = None
        while self._inside and self._inside.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Called by the parser."""
        if self._area is not None:
            fields = self.forms[-1].fields
            # The line break right after the tag is the template's (HTML, 13.1.2.5).
            fields[self._area] += data.removeprefix("\n") if not fields[self._area] else data
        elif not any(tag in {"script", "style", "title"} for tag, _ in self._inside):
            self.words.append(data)
