"""The n-grams that training and serving share: what they are, and whose they are."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rejoinder.engine.features import LETTER_BITS, MAX_WORDS, WORD_BITS, grams


def test_words_signs_links_and_masked_words_are_tokens() -> None:
    text = "don't f**k up: https://example.com/a?b 👍!"
    found = [text[start:end] for start, end in grams(text).word_offsets]
    assert found == ["don't", "f**k", "up", ":", "https://example.com/a?b", "👍", "!"]


def test_grams_are_words_pairs_gaps_and_triples() -> None:
    found = grams("you are an idiot")
    spans = list(zip(found.word_first.tolist(), found.word_last.tolist(), strict=True))
    assert spans == [
        (0, 0), (1, 1), (2, 2), (3, 3),
        (0, 1), (1, 2), (2, 3),
        (0, 2), (1, 3),
        (0, 2), (1, 3),
    ]  # fmt: skip


def test_a_word_has_the_same_grams_wherever_it_stands() -> None:
    alone, within = grams("idiot"), grams("what an idiot he is")
    assert alone.word_buckets[0] == within.word_buckets[2]
    assert set(alone.letter_buckets) == set(within.letter_buckets[within.letter_word == 2])


def test_numbers_are_alike_and_links_are_alike() -> None:
    assert grams("in 1994").word_buckets.tolist() == grams("in 2026").word_buckets.tolist()
    one, two = grams("see https://a.example"), grams("see www.b.example")
    assert one.word_buckets.tolist() == two.word_buckets.tolist()


def test_a_misspelt_word_shares_pieces_with_the_right_one() -> None:
    right, wrong = set(grams("moron").letter_buckets), set(grams("morron").letter_buckets)
    other = set(grams("violin").letter_buckets)
    assert len(right & wrong) > 5 > len(right & other)


def test_an_endless_text_is_read_up_to_a_bound() -> None:
    assert len(grams("a " * (MAX_WORDS + 100)).word_offsets) == MAX_WORDS


@given(st.text(max_size=120))
def test_every_gram_belongs_to_words_of_the_text(text: str) -> None:
    found = grams(text)
    count = len(found.word_offsets)
    assert len(found.word_buckets) == len(found.word_first) == len(found.word_last)
    assert len(found.letter_buckets) == len(found.letter_word)
    assert np.all(found.word_first <= found.word_last)
    assert np.all((found.word_last < count) & (found.word_first >= 0))
    assert np.all((found.letter_word < count) & (found.letter_word >= 0))
    assert np.all((found.word_buckets >= 0) & (found.word_buckets < 1 << WORD_BITS))
    assert np.all((found.letter_buckets >= 0) & (found.letter_buckets < 1 << LETTER_BITS))
