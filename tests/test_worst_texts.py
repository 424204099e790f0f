"""The worst texts that anybody can send, and every function that reads one: each is soon done."""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from markupsafe import Markup

from rejoinder.comments.intake import fingerprint
from rejoinder.dropin.errors import ServiceError
from rejoinder.dropin.formats.perspective.partial import read_selection
from rejoinder.dropin.formats.perspective.spans import in_utf16, sentence_spans
from rejoinder.dropin.html_text import links_of, text_of, text_with_links
from rejoinder.dropin.limits import MAX_TEXT_CHARS
from rejoinder.engine import fold
from rejoinder.engine.emoji import demojize
from rejoinder.engine.features import grams
from rejoinder.engine.language import language_of
from rejoinder.engine.meta import meta_probability
from rejoinder.engine.sentences import sentences
from rejoinder.engine.tokens import MAX_CHARACTERS
from rejoinder.errors import RejoinderError
from rejoinder.moderation.actions.gather import check_text
from rejoinder.moderation.actions.notes import checked_note
from rejoinder.moderation.model import Case, Finding, Record
from rejoinder.moderation.policy import read_policy
from rejoinder.moderation.rule import Check
from rejoinder.moderation.rules import RULES
from rejoinder.moderation.rules.length import LONGEST_COMMENT
from rejoinder.moderation.rules.links import host_of
from rejoinder.moderation.wordlist import WordMatcher
from rejoinder.readers.model import Standing, check_email
from rejoinder.readers.names import check_name
from rejoinder.text import characters, read_comment, tidy, tidy_line
from rejoinder.web.desk.cards import excerpt
from rejoinder.web.desk.highlights import Highlight, highlighted

MOST_MILLISECONDS = 50
# What the yardstick below takes on the machine where the bound was set.
YARDSTICK_MILLISECONDS = 13
# A form's body: no text that arrives is longer.
LONGEST_FIELD = 1_000_000

WORDS = WordMatcher(
    {"banned": ("knave", "rog*", "two words", "idiot"), "watched": ("lawsuit",)}, ("cockpit",)
)

PIECES = (
    # Marks on one letter, and letters that come apart or grow.
    *("\u0301", "\u0327\u0301", "a" + "\u0301" * 31, "e\u0301", "\u0344", "\u0365", "ﷺ", "ß", "İ"),
    *("\u1100\u1161\u11a8", "ไ", "ก\u0e31", "क्", "가", "ⓐ", "ǝɐ", "的", "。"),
    # Signs of Markdown, HTML and BBCode, open and never closed.
    *("(", "[", "*", "_", "`", "` ", "``a`", "<", ">", "> ", "- a\n", "  - a\n", "1. ", "1. a\n"),
    *("](", "![", "[a](", "[a](http://b(", "[a](<b", "[a][b]", "[a]: b\n", "**a", "*a_b", "_a"),
    *(
        "a**b",
        "f*",
        "\\",
        "\\*",
        "#",
        "# ",
        "---\n",
        "===\n",
        "|a|",
        "~~",
        "<a",
        "<!--",
        "<?",
        "<br>",
    ),
    *("<a href='x'>", "[url=", "[url=http://a]", "&amp;", "&", "&#1", "<http://a>", "<a@b.c>"),
    *(">1\n", "> a\n", "- a\n* a\n", "- a\n  a\n", "1. a\n\n", "> - ", "\\_", "(((http://a.b/"),
    # Addresses.
    *("http://", "https://a.b/c ", "www.", "a@", "a@b.c ", "a.", "a-", "a.bb/", "(http://a.b/"),
    *("http://a(", "x" * 63 + ".", "@", "@a ", "%", "://", "a.b.c.d.e.f/"),
    # Space and nothing.
    *("\n", "\r\n", "\r", "\n \n", " ", "\t", "\u2028", "\u200b", "\u200d", "\u200f", "\u202e"),
    *("\u115f", "\x00", "\ud800", "\ufe0f"),
    # Pictures.
    *("😀", "👨\u200d👩\u200d", "👍🏽", "🇩", "1\ufe0f\u20e3"),
    # Disguises.
    *("аa", "i d i o t ", "i.d.", "s h i t ", "1d10t ", "a1", "$", "f**k ", "kn4ve", "k n a v e "),
    *("aaaab", "ooo", "-a-", "a'", "'\"", "a 1 ", "knave ", "rogue,", "!", "...", "? ", "“", "’"),
    *("1", "12.", "1 ", "a", "A", "word ", "the "),
)


CASE = Case(
    text="",
    author_name="Old Bosun",
    standing=Standing.NEW,
    record=Record(),
    now=datetime(2026, 3, 2, 9, tzinfo=UTC),
    fingerprint="something",
)
POLICY = read_policy('emoji.share = 0.5\n[words]\nbanned = ["knave", "rog*", "idiot"]')


def rule_of(check: Check) -> Callable[[str], object]:
    """A rule's check over a case with this text, in the text and in the name."""

    def asked(text: str) -> list[Finding]:
        read = read_comment(text)
        case = replace(CASE, text=text, author_name=text[:40], links=read.links)
        return list(check(POLICY, case))

    return asked


def marked(text: str) -> Markup:
    """A card's text with a mark on every third character."""
    starts = range(0, len(text) - 3, 3)
    return highlighted(text, [Highlight(at, at + 3, "ab"[at % 2], "A") for at in starts])


def half_links(text: str) -> str:
    """A text behind as many links as make it twice as long, none of which stands in it."""
    half = len(text) // 2
    link = f"<a href={text[:8].strip() or 'x'}%>"
    return text_with_links((link * (half // len(link)))[:half] + text[:half])


READERS: dict[str, tuple[Callable[[str], object], int]] = {
    "tidy": (tidy, LONGEST_FIELD),
    "tidy, as long as is looked at": (tidy, 4 * LONGEST_COMMENT),
    "tidy_line": (tidy_line, LONGEST_FIELD),
    "characters": (characters, LONGEST_COMMENT),
    "check_text": (check_text, LONGEST_FIELD),
    "check_text, as long as is taken": (check_text, LONGEST_COMMENT),
    "checked_note": (checked_note, LONGEST_FIELD),
    "checked_note, as long as is taken": (checked_note, 4000),
    "check_name": (check_name, LONGEST_FIELD),
    "check_name, as long as is taken": (check_name, 300),
    "check_email": (check_email, LONGEST_FIELD),
    "check_email, as long as is taken": (check_email, 320),
    "read_comment": (read_comment.__wrapped__, LONGEST_COMMENT),
    "fingerprint": (fingerprint, LONGEST_COMMENT),
    "host_of": (host_of, LONGEST_COMMENT),
    "words": (WORDS.find, LONGEST_COMMENT),
    "excerpt": (excerpt, LONGEST_COMMENT),
    "highlighted": (marked, LONGEST_COMMENT),
    "fold": (fold, MAX_CHARACTERS),
    "demojize": (demojize, MAX_CHARACTERS),
    "grams": (grams, MAX_CHARACTERS),
    "meta_probability": (meta_probability, MAX_CHARACTERS),
    "language_of": (language_of, MAX_TEXT_CHARS),
    "sentences": (sentences, MAX_TEXT_CHARS),
    "text_of": (text_of, MAX_TEXT_CHARS),
    "links_of": (links_of, MAX_TEXT_CHARS),
    "text_with_links": (text_with_links, MAX_TEXT_CHARS),
    "text_with_links, half of it links": (half_links, MAX_TEXT_CHARS),
    "sentence_spans": (sentence_spans, MAX_TEXT_CHARS),
    "in_utf16": (lambda text: in_utf16(text, [(0, len(text))]), MAX_TEXT_CHARS),
    "read_selection": (read_selection, MAX_TEXT_CHARS),
    **{
        f"rule {check.__name__}": (rule_of(check), LONGEST_COMMENT)
        for check in dict.fromkeys(rule.check for rule in RULES if rule.check is not None)
    },
}


@pytest.mark.parametrize("name", READERS)
def test_the_worst_texts_are_soon_read(name: str) -> None:
    work, longest = READERS[name]
    slow = {}
    for piece in PIECES:
        text = (piece * (longest // len(piece) + 1))[:longest]
        if (took := _best(work, text)) > MOST_MILLISECONDS:
            slow[piece] = round(took)
    assert slow == {}


def _best(work: Callable[[str], object], text: str) -> float:
    """Milliseconds of the processor; the best of a few, as on a machine of the usual speed."""
    best = _milliseconds(work, text)
    for _ in range(12):
        if best <= MOST_MILLISECONDS or best > 40 * MOST_MILLISECONDS:
            break
        # Others at work beside us slow the yardstick down as well.
        slowness = max(1.0, _milliseconds(_yardstick, "x" * 100_000) / YARDSTICK_MILLISECONDS)
        best = min(best, _milliseconds(work, text) / slowness)
    return best


def _milliseconds(work: Callable[[str], object], text: str) -> float:
    begun = time.thread_time()
    with suppress(RejoinderError, ServiceError, UnicodeEncodeError):
        work(text)
    return 1000 * (time.thread_time() - begun)


def _yardstick(text: str) -> int:
    return sum(ord(letter) for letter in text.replace("x", "xy"))
