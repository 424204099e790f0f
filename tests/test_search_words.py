"""What somebody types finds what was written, in every script, and means nothing else."""

import pytest

from rejoinder.text import Term, places_of, terms_in, words_in
from rejoinder.text.search_words import LONGEST_SEARCH, LONGEST_WORD, MOST_TERMS


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The Harbour-bridge, 2026!", ["the", "harbour", "bridge", "2026"]),
        ("Café CAFÉ cafe\u0301", ["cafe", "cafe", "cafe"]),
        ("Straße ŁÓDŹ Ørsted Œuvre ﬁn ＡＢ", ["strasse", "lodz", "orsted", "oeuvre", "fin", "ab"]),
        ("ΝΑΊ ναι йод", ["ναι", "ναι", "иод"]),
        ("हिन्दी עברית", ["हिन्दी", "עברית"]),
        ("東京タワー、 ไทย", ["東", "京", "タ", "ワ", "ー", "ไ", "ท", "ย"]),
        ("🏴 ... — \u0301", []),
        ("x" * 99, ["x" * LONGEST_WORD]),
    ],
)
def test_a_word_is_the_same_however_it_is_written(text: str, words: list[str]) -> None:
    assert words_in(text) == words


@pytest.mark.parametrize(
    ("searched", "terms"),
    [
        ("tram", (Term(("tram",), begins=True),)),
        ("of", (Term(("of",)),)),
        ('"the bridge" tr', (Term(("the", "bridge")), Term(("tr",)))),
        ("„die Brücke“", (Term(("die", "brucke")),)),
        ("don't", (Term(("don", "t")),)),
        ("well-known", (Term(("well", "known"), begins=True),)),
        ("東京", (Term(("東", "京")),)),
        ("tram Tram TRAM", (Term(("tram",), begins=True),)),
        # What stores would take for orders.
        ("NEAR(x*) OR", (Term(("near", "x")), Term(("or",)))),
        ("words:y ^z", (Term(("words", "y")), Term(("z",)))),
        ("\"unclosed ' \\ \x00", (Term(("unclosed",), begins=True),)),
        ("!!! ... ''", ()),
    ],
)
def test_what_is_typed_means_words_and_nothing_else(searched: str, terms: tuple[Term, ...]) -> None:
    assert terms_in(searched) == terms
    assert all(word.isalnum() for term in terms_in(searched) for word in term.words)


def test_no_search_is_too_long() -> None:
    assert len(terms_in(" ".join(f"w{number}" for number in range(1000)))) == MOST_TERMS
    assert len(terms_in("x" * 10_000)[0].words[0]) <= min(LONGEST_WORD, LONGEST_SEARCH)


@pytest.mark.parametrize(
    ("text", "searched", "marked"),
    [
        ("The CAFÉ's trams", "cafe tram", ["CAFÉ", "trams"]),
        ("Trams and trains", '"tram"', []),
        ("行った東京タワーは", "東京", ["東京"]),
    ],
)
def test_what_was_found_is_marked_where_it_stands(
    text: str, searched: str, marked: list[str]
) -> None:
    assert [text[start:end] for start, end in places_of(text, terms_in(searched))] == marked
