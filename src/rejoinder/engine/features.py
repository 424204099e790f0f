"""Hashed word and letter n-grams of a folded text; one implementation for training and serving.

Every n-gram knows the words that it comes from, so that a score can be traced back to them.
"""

import re
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from rejoinder.engine.arrays import Ints

# N-grams fall into 2 ** 18 buckets of either kind.
WORD_BITS = 18
LETTER_BITS = 18

LETTER_SIZES = (2, 3, 4, 5)

# A comment of 20 kB has about 4,000 words; beyond this the rest is not read.
MAX_WORDS = 8192

# A link counts as one word; "f**k" and "don't" stay whole; every other sign is a word of its own.
_WORD = re.compile(r"(?:https?://|www\.)\S+|[^\W_]+(?:['*]+[^\W_]+)*(?:\*{2,})?|[^\w\s]")
_DIGIT = re.compile(r"\d")

# Odd 64-bit constants (the golden ratio's fraction, and two of the splitmix64 generator).
_BASE = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
_SPACE = np.uint32(ord(" "))


@dataclass(frozen=True, slots=True)
class Grams:
    """The n-grams of one text.

    `word_offsets` are the words' places in the folded text. Gram i of words falls into
    `word_buckets[i]` and spans the words `word_first[i]` to `word_last[i]`, both included; gram i
    of letters falls into `letter_buckets[i]` and lies in the word `letter_word[i]`.
    """

    word_offsets: list[tuple[int, int]]
    word_buckets: Ints
    word_first: Ints
    word_last: Ints
    letter_buckets: Ints
    letter_word: Ints


def grams(text: str) -> Grams:
    """The n-grams of a folded text: words, pairs, pairs with one between, and pieces of words."""
    matches = list(islice(_WORD.finditer(text), MAX_WORDS))
    word_offsets = [match.span() for match in matches]
    words = [match[0] for match in matches]
    if "www." in text or "://" in text or _DIGIT.search(text):
        words = [
            "0url" if "://" in word or word[:4] == "www." else _DIGIT.sub("0", word)
            for word in words
        ]
    codes = _codes(" ".join(["", *words, ""]))
    lengths = np.array([len(word) for word in words], dtype=np.int64)
    word_starts = np.cumsum(lengths + 1) - lengths
    owner = np.repeat(np.arange(len(words) + 1), np.append(lengths + 1, 1))[: len(codes)]
    hashes = _word_hashes(codes, word_starts, lengths)
    word_buckets, first, last = _word_grams(hashes)
    letter_buckets, letter_word = _letter_grams(codes, owner, len(words))
    return Grams(word_offsets, word_buckets, first, last, letter_buckets, letter_word)


def _codes(line: str) -> NDArray[np.uint32]:
    return np.frombuffer(line.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _word_hashes(codes: NDArray[np.uint32], starts: Ints, lengths: Ints) -> NDArray[np.uint64]:
    """A hash of each word: its letters as digits of a number in an odd base, modulo 2**64."""
    if not len(starts):
        return np.zeros(0, dtype=np.uint64)
    inside = np.arange(len(codes), dtype=np.int64) - np.repeat(
        np.append(starts, len(codes)) - 1, np.append(lengths + 1, 1)
    )
    powers = _powers(int(lengths.max()) + 2)
    letters = np.where(codes == _SPACE, 0, codes).astype(np.uint64) * powers[inside]
    return np.add.reduceat(letters, starts)


def _powers(count: int) -> NDArray[np.uint64]:
    powers = np.full(count, _BASE, dtype=np.uint64)
    powers[0] = 1
    return np.multiply.accumulate(powers)


def _mixed(hashes: NDArray[np.uint64], bits: int) -> Ints:
    """Spread the hashes evenly over 2**bits buckets (the finaliser of splitmix64)."""
    hashes = (hashes ^ (hashes >> np.uint64(30))) * _MIX_1
    hashes = (hashes ^ (hashes >> np.uint64(27))) * _MIX_2
    return (hashes >> np.uint64(64 - bits)).astype(np.int64)


def _word_grams(hashes: NDArray[np.uint64]) -> tuple[Ints, Ints, Ints]:
    """Single words, neighbours, and words with one between them ("you * idiot")."""
    index = np.arange(len(hashes), dtype=np.int64)
    pairs = hashes[:-1] * _MIX_1 + hashes[1:] + np.uint64(1)
    skipping = hashes[:-2] * _MIX_2 + hashes[2:] + np.uint64(2)
    triples = pairs[:-1] * _MIX_2 + hashes[2:] + np.uint64(3)
    buckets = _mixed(np.concatenate((hashes, pairs, skipping, triples)), WORD_BITS)
    first = np.concatenate((index, index[:-1], index[:-2], index[:-2]))
    last = np.concatenate((index, index[1:], index[2:], index[2:]))
    return buckets, first, last


def _letter_grams(codes: NDArray[np.uint32], owner: Ints, words: int) -> tuple[Ints, Ints]:
    """Pieces of 2 to 5 letters that lie inside one word, its borders counting as a letter."""
    spaces = np.cumsum(codes == _SPACE)
    rolled = codes.astype(np.uint64)
    buckets: list[Ints] = []
    owners: list[Ints] = []
    for size in range(2, LETTER_SIZES[-1] + 1):
        rolled = rolled[:-1] * _BASE + codes[size - 1 :]
        if size not in LETTER_SIZES or not len(rolled):
            continue
        # A border may open or close a piece; none may stand in its middle.
        middle = spaces[size - 2 : len(spaces) - 1] - spaces[: len(rolled)]
        whole = np.flatnonzero(middle == 0)
        buckets.append(_mixed(rolled[whole] + np.uint64(size), LETTER_BITS))
        owners.append(np.minimum(owner[whole], words - 1))
    if not buckets:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    return np.concatenate(buckets), np.concatenate(owners)
