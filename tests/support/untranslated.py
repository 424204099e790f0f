"""What of a page is left in English where every message that is translated stands in brackets."""

import re
from html.parser import HTMLParser

from httpx import Response

from rejoinder.moderation.workbench.model import UNREADABLE
from rejoinder.storage import COMMAND_LINE, AuditEntry, AuditKind, audit_log
from tests.support.newspaper import DECLINED, HELD, KIND, Paper

# What is nobody's to translate, each with its reason.
OWN_WORDS = (
    "The Gazette",  # the site's name
    "Bridge shut",  # an article's own text
    "Six weeks.",
    "By M. Lind",
    "Harbour side",
    "Of the city desk.",
    "The bridge is shut for repairs.",
    "City",
    KIND,  # readers' own text, and words quoted from it
    HELD,
    DECLINED,
    "Gadzooks",
    "Zounds",
    "gadzooks",  # the policy's words
    "zounds",
    "never",
    "Ann",  # names that people gave themselves
    "Edith Moor",
    "ann@example.org",
    "ed@example.org",
    "English",  # a language, named by itself
    "tests",  # who put the policy in force
    "post articles",  # what a key opens, as an operator types it
    "test",  # the judge's version, and who put the policy in force
)
# Readers of the factory, desk times and units: Babel writes these in the site's own language.
OWN_FORMS = re.compile(
    r"Reader \d+|\d+ (January|June)( \d{4})?,? ?(\d\d:\d\d)?|\d+ (seconds?|minutes?|hours?|days?)"
    r"|\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept|Oct|Nov|Dec)\b"
    r"|rejoinder-[\w-]+|https?://\S+|[0-9a-f]{12}|\w+, \d+ June \d{4}"
)
TOLD = ("title", "aria-label", "placeholder", "alt", "aria-description", "aria-roledescription")
# What nobody reads, what a reader typed, what stands on the keys of a keyboard, names in a file.
SILENT = {"script", "style", "textarea", "kbd", "code", "pre"}
BRACKETS = re.compile(r"⟦[^⟦⟧]*⟧")


class Words(HTMLParser):
    """All that a page shows or says to a screen reader, piece by piece."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._silent = 0
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Called by the parser."""
        told = {name: value or "" for name, value in attrs}
        self._silent += tag in SILENT
        self.found += [told[name] for name in TOLD if name in told]
        self.found += [
            value
            for name, value in told.items()
            if name.startswith("data-") and " " in value and not value.startswith("/")
        ]
        if tag == "meta" and told.get("name") == "description":
            self.found.append(told["content"])

    def handle_endtag(self, tag: str) -> None:
        """Called by the parser."""
        self._silent -= tag in SILENT

    def handle_data(self, data: str) -> None:
        """Called by the parser."""
        if self._silent:
            return
        # A message may have code in its midst, and goes on behind it.
        if self.found and self.found[-1].count("⟦") > self.found[-1].count("⟧"):
            self.found[-1] += data
        else:
            self.found.append(data)


def left_over(piece: str) -> str:
    """What of a piece stands neither in brackets nor on the list; brackets may hold brackets."""
    before = None
    while before != piece:
        before, piece = piece, BRACKETS.sub("", piece)
    piece = OWN_FORMS.sub("", piece)
    for own in sorted(OWN_WORDS, key=len, reverse=True):
        piece = piece.replace(own, "")
    piece = piece.strip()
    # The desk cuts a comment where its marks begin and end.
    cut = len(piece) > 5 and any(piece in own for own in (HELD, DECLINED))
    return "" if cut else piece


def check(answer: Response, status: int = 200) -> Response:
    """No letter of the page stands outside the brackets."""
    assert answer.status_code == status, answer.text[:500]
    assert "⟦" in answer.text
    english = [each for piece in Words(answer.text).found if has_letters(each := left_over(piece))]
    assert english == [], english
    return answer


def has_letters(piece: str) -> bool:
    return any(letter.isalpha() for letter in piece)


def fill_the_log(paper: Paper) -> None:
    """Writes down what has facts of each kind, and what nobody did."""
    facts = {
        "role": "editor",
        "sections": ["City"],
        "was": {"role": "observer"},
        "taken_back": True,
        "outcome": "decline",
        "until": "2026-06-15T12:00:00+00:00",
    }
    with paper.database.writing() as connection:
        for kind, subject, actor in (
            (AuditKind.STAFF_CHANGED, "ann@example.org", COMMAND_LINE),
            (AuditKind.EXPORTED, "site", COMMAND_LINE),
            (AuditKind.SHADOW_ENDED, "0" * 12, UNREADABLE),
        ):
            entry = AuditEntry(paper.site.id, kind, subject, actor, paper.clock(), facts)
            audit_log.put(connection, entry)
