"""The worst texts that anybody can send, and every function that reads one: each is soon done."""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache, partial
from pathlib import Path

import numpy as np
import pytest
from markupsafe import Markup

import rejoinder
from rejoinder.articles.addresses import LONGEST_ADDRESS, read_address
from rejoinder.articles.fields import LONGEST_BODY
from rejoinder.comments.fingerprints import fingerprint
from rejoinder.desk.likeness import shingles
from rejoinder.dropin.formats.perspective.partial import read_selection
from rejoinder.dropin.formats.perspective.spans import in_utf16, sentence_spans
from rejoinder.dropin.html_text import links_of, text_of, text_with_links
from rejoinder.dropin.limits import MAX_TEXT_CHARS
from rejoinder.engine import fold
from rejoinder.engine.emoji import demojize
from rejoinder.engine.folding import Folded
from rejoinder.engine.foreign_abuse import with_foreign_abuse
from rejoinder.engine.language import language_of
from rejoinder.engine.meta import meta_probability, with_remarks
from rejoinder.engine.private_data.details import private_details
from rejoinder.engine.sentences import sentences
from rejoinder.engine.spans import word_offsets
from rejoinder.engine.tokens import MAX_CHARACTERS, Tokens
from rejoinder.engine.windows import cut
from rejoinder.i18n import Translator
from rejoinder.imports.markup import convert
from rejoinder.imports.model import Markup as FileMarkup
from rejoinder.moderation.actions.gather import check_text
from rejoinder.moderation.actions.notes import checked_note
from rejoinder.moderation.actions.notices import (
    LONGEST_EXPLANATION,
    NewNotice,
    NotTaken,
    check_notice,
)
from rejoinder.moderation.model import Case, Finding, Record
from rejoinder.moderation.policy import read_policy
from rejoinder.moderation.rule import Check
from rejoinder.moderation.rules import RULES
from rejoinder.moderation.rules.length import LONGEST_COMMENT
from rejoinder.moderation.rules.links import host_of
from rejoinder.readers.model import Standing, check_email
from rejoinder.readers.names import check_name
from rejoinder.readers.reserved_names import ReservedNames, reserve
from rejoinder.sites.model import NewSite
from rejoinder.text import (
    characters,
    places_of,
    read_article,
    read_comment,
    terms_in,
    tidy,
    tidy_line,
    words_in,
    xml_text,
)
from rejoinder.web.desk.cards import excerpt
from rejoinder.web.desk.highlights import Highlight, highlighted
from rejoinder.web.desk.versions import changed
from rejoinder.web.site.embed import without_gaps
from tests.support.import_files import record_of
from tests.support.other_letter_readers import IMPORTED_COMMENT, IMPORTED_RECORD, OTHERS
from tests.support.processor_time import MOST_OF_A_QUARTER, times_a_quarter, too_slow
from tests.support.worst_texts import PIECES

# What the slowest of them takes; more is looked at: does it grow faster than the text?
MOST_MILLISECONDS = 100
# A form's body: no text that arrives is longer.
LONGEST_FIELD = 1_000_000

ENGLISH = Translator(NewSite(key="", name=""))
CASE = Case(
    text="",
    author_name="Old Bosun",
    standing=Standing.NEW,
    record=Record(),
    now=datetime(2026, 3, 2, 9, tzinfo=UTC),
    fingerprint="something",
)
# As many writers as a paper's newest articles may have.
WRITERS = [f"Writer{number} Surname{number}" for number in range(2000)]
RESERVED = reserve(("The Gazette",), WRITERS, roles="", clear_roles="", small="")
SEARCHED = terms_in('one two* "three four" 東京')
POLICY = read_policy('emoji.share = 0.5\n[words]\nbanned = ["knave", "rog*", "two words"]')


@lru_cache(maxsize=2)
def case_of(text: str) -> Case:
    """A case with this text, in the text and in the name."""
    return replace(CASE, text=text, author_name=text[:40], links=read_comment(text).links)


def marked(text: str) -> Markup:
    """A card's text with a mark on every third character."""
    starts = range(0, len(text) - 3, 3)
    return highlighted(text, [Highlight(at, at + 3, "ab"[at % 2], "A") for at in starts])


def half_links(text: str) -> str:
    """A text behind as many links as make it twice as long, none of which stands in it."""
    half = len(text) // 2
    link = f"<a href={text[:8].strip() or 'x'}%>"
    return text_with_links((link * (half // len(link)))[:half] + text[:half])


def foreign_abuse(text: str) -> object:
    """What the lists find in a folded text."""
    return with_foreign_abuse({}, Folded(text, range(len(text)), range(1, len(text) + 1)))


def given_notice(text: str) -> object:
    """What is asked of a notice with this text in each of its fields."""
    try:
        return check_notice(NewNotice("copyright", text, text, text, good_faith=True))
    except NotTaken as failure:
        return failure


# What takes texts apart letter by letter does so with these; a comparison or a cut takes no time.
LETTER_READERS = {
    *("re", "regex", "unicodedata", "html", "html.parser", "nh3", "markdown_it", "bs4"),
    *("ahocorasick_rs", "difflib", "textwrap", "idna"),
}
PACKAGE = Path(rejoinder.__file__).parent
# Parts of what the table measures, by the function there that calls them.
WITHIN = {
    "engine.foreign_abuse": "foreign_abuse",
    "engine.passages": "language_of",
    "engine.windows": "windows",
    **{
        f"engine.{part}": "fold"
        for part in (
            *("abbreviations", "borrowed_alphabets", "disguises", "hidden_words", "leet"),
            *("lookalikes", "markup", "overwritten_words", "word_disguises"),
        )
    },
    **{
        f"engine.private_data.{part}": "private_details"
        for part in (
            *("model", "context", "emails", "telephones", "addresses", "postcodes", "plates"),
            *("numbers", "streets", "coordinates"),
        )
    },
    **dict.fromkeys(IMPORTED_COMMENT, "an imported comment"),
    **dict.fromkeys(IMPORTED_RECORD, "an imported record"),
    "moderation.wordlist": "rule words",
    "readers.reserved_names": "a reserved name",
    **dict.fromkeys(
        ("text.comments", "text.inline", "text.links", "text.lists", "text.sanitising"),
        "read_comment",
    ),
    "text.tidying": "tidy",
    "text.articles": "a body",
    "web.desk.versions": "changed",
}


@lru_cache(maxsize=1)
def tokenized(text: str) -> tuple[Folded, Tokens]:
    """A text as it is cut, each character a token. To fold it is measured by itself."""
    folded = fold(text)
    offsets = [(place, place + 1) for place in range(len(folded.text))]
    return folded, Tokens(np.arange(len(offsets)), offsets, has_emoji=False)


def cut_in_windows(text: str) -> object:
    """Every window of a text, and its segments."""
    return cut(text, *tokenized(text))


READERS: dict[str, tuple[Callable[[str], object], int]] = {
    "tidy": (tidy, LONGEST_FIELD),
    "tidy, as long as is looked at": (tidy, 4 * LONGEST_COMMENT),
    "tidy_line": (tidy_line, LONGEST_FIELD),
    "characters": (characters, LONGEST_COMMENT),
    "without_gaps": (without_gaps, LONGEST_COMMENT),
    "check_text": (check_text, LONGEST_FIELD),
    "check_text, as long as is taken": (check_text, LONGEST_COMMENT),
    "xml_text": (xml_text, LONGEST_FIELD),
    "checked_note": (checked_note, LONGEST_FIELD),
    "checked_note, as long as is taken": (checked_note, 4000),
    "a notice": (given_notice, LONGEST_FIELD),
    "a notice, as long as is taken": (given_notice, LONGEST_EXPLANATION),
    "check_name": (check_name, LONGEST_FIELD),
    "check_name, as long as is taken": (check_name, 300),
    "a reserved name": (partial(ReservedNames.holds.__wrapped__, RESERVED), 400),
    "check_email": (check_email, LONGEST_FIELD),
    "check_email, as long as is taken": (check_email, 320),
    "read_comment": (read_comment.__wrapped__, LONGEST_COMMENT),
    "words_in": (lambda text: words_in(tidy(text)), LONGEST_COMMENT),
    "places_of": (lambda text: list(places_of(tidy(text), SEARCHED)), LONGEST_COMMENT),
    "terms_in": (terms_in, LONGEST_FIELD),
    "fingerprint": (fingerprint.__wrapped__, LONGEST_COMMENT),
    "an imported comment": (lambda text: convert(text, FileMarkup.HTML), LONGEST_COMMENT),
    "an imported record": (record_of, LONGEST_COMMENT),
    "host_of": (host_of, LONGEST_COMMENT),
    "excerpt": (excerpt, LONGEST_COMMENT),
    "changed": (lambda text: changed(text, text.replace(text[0], text[0] * 2), ENGLISH), 400),
    "changed, too long for it": (lambda text: changed(text, text[::-1], ENGLISH), LONGEST_COMMENT),
    "shingles": (shingles, LONGEST_COMMENT),
    "highlighted": (marked, LONGEST_COMMENT),
    "fold": (fold, MAX_CHARACTERS),
    "demojize": (demojize, MAX_CHARACTERS),
    "word_offsets": (word_offsets, MAX_CHARACTERS),
    "windows": (cut_in_windows, MAX_CHARACTERS),
    "meta_probability": (meta_probability, MAX_CHARACTERS),
    "private_details": (private_details, MAX_CHARACTERS),
    "foreign_abuse": (foreign_abuse, MAX_CHARACTERS),
    "with_remarks": (lambda text: with_remarks(text, 0.5, len), MAX_CHARACTERS),
    "with_remarks, after one": (
        lambda text: with_remarks(f"my comment was removed. great article, {text}", 0.5, len),
        MAX_CHARACTERS,
    ),
    "language_of": (language_of, MAX_TEXT_CHARS),
    "sentences": (sentences, MAX_TEXT_CHARS),
    "text_of": (text_of, MAX_TEXT_CHARS),
    "links_of": (links_of, MAX_TEXT_CHARS),
    "text_with_links": (text_with_links, MAX_TEXT_CHARS),
    "text_with_links, half of it links": (half_links, MAX_TEXT_CHARS),
    "sentence_spans": (sentence_spans, MAX_TEXT_CHARS),
    "in_utf16": (lambda text: in_utf16(text, [(0, len(text))]), MAX_TEXT_CHARS),
    "read_address": (lambda text: read_address(f"http://a.b/{text}?{text}"), LONGEST_ADDRESS // 2),
    "read_selection": (read_selection, MAX_TEXT_CHARS),
}
# To which one text is like another.
ALIKE = {"highlighted"}
CHECKS = tuple(dict.fromkeys(rule.check for rule in RULES if rule.check is not None))


def test_whatever_reads_letters_is_measured_or_said_to_read_no_readers_text() -> None:
    measured = {work.__module__ for work, _ in READERS.values()}
    measured |= {check.__module__ for check in CHECKS}
    known = {name.removeprefix("rejoinder.") for name in measured} | WITHIN.keys() | OTHERS.keys()
    reading = {
        ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
        for path in PACKAGE.rglob("*.py")
        if LETTER_READERS & set(_imports(path.read_text(encoding="utf-8")))
    }
    assert reading - known == set(), "measure these, or say here why they need not be"
    assert (WITHIN.keys() | OTHERS.keys()) - reading == set(), "these read no letters any more"


def _imports(source: str) -> Iterator[str]:
    # To parse the whole package takes seconds, and few of its modules name any of these.
    if not re.search(rf"\b(?:from|import) (?:{'|'.join(LETTER_READERS)})\b", source):
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


@pytest.mark.parametrize("name", READERS)
def test_the_worst_texts_are_soon_read(name: str) -> None:
    work, longest = READERS[name]
    slow = {}
    for piece in PIECES[:: 6 if name in ALIKE else 1]:
        if why := too_slow(work, _long(piece, longest), MOST_MILLISECONDS):
            slow[piece] = why
    assert slow == {}


@pytest.mark.parametrize("share", range(4))
def test_every_rule_soon_reads_the_worst_texts(share: int) -> None:
    slow = {}
    for piece in PIECES[share::4]:
        if piece == "\ud800":
            continue  # `tidy` takes it out
        text = _long(piece, LONGEST_COMMENT)
        for check in CHECKS:
            if why := too_slow(partial(_findings, check), text, MOST_MILLISECONDS):
                slow[check.__name__, piece] = why
    assert slow == {}


# Those that take Markdown's parser longest; it has no time of the square of any of them.
@pytest.mark.parametrize("piece", ["===\n", "#", "](", "- a\n  "])
def test_a_body_is_read_in_time_that_grows_with_its_length(piece: str) -> None:
    assert times_a_quarter(read_article, _long(piece, LONGEST_BODY // 8)) <= MOST_OF_A_QUARTER


def _long(piece: str, longest: int) -> str:
    return (piece * (longest // len(piece) + 1))[:longest]


def _findings(check: Check, text: str) -> list[Finding]:
    return list(check(POLICY, case_of(text)))
