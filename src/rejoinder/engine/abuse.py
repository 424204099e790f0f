"""Measures abuse: a linear model over hashed n-grams, whose score is the sum of what words add.

Because each word's share is known, the spans come from the model itself and not from a list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from rejoinder.engine.features import LETTER_BITS, WORD_BITS, Grams, grams
from rejoinder.engine.folding import Folded
from rejoinder.engine.model import AbuseScore, ModelError, Span
from rejoinder.engine.weights import Settings, Tensors, as_floats

Floats = NDArray[np.float64]

WINDOW: Final = 7
STRIDE: Final = 2
"""An insult in a long comment counts as in a short one: windows of words are scored as well.
Of windows from 5 to 24 words, 7 found most insults hidden in civil comments (training/NOTES.md)."""

_SHOWN_AT: Final = 0.3
"""Below this probability an attribute shows no words: it would only accuse."""


@dataclass(frozen=True, slots=True)
class Shares:
    """What each word of a text adds to each attribute, and to the lengths that it is divided by.

    `words` and `letters` have a row a word and a column an attribute; the lengths are squared.
    """

    words: Floats
    letters: Floats
    word_length: Floats
    letter_length: Floats


class AbuseModel:
    """The loaded weights; reading them changes nothing, so threads may share one."""

    def __init__(self, tensors: Tensors, settings: Settings, attributes: Sequence[str]) -> None:
        """Take the tensors of abuse.safetensors, their settings, and what each column measures."""
        self.attributes = tuple(attributes)
        for kind, bits in (("word", WORD_BITS), ("letter", LETTER_BITS)):
            if tensors[f"{kind}_weights"].shape != (1 << bits, len(self.attributes)):
                raise ModelError(f"The model's {kind}_weights are not of the shape that is read.")
        self._word_weights = tensors["word_weights"]
        self._letter_weights = tensors["letter_weights"]
        self._word_rarity = as_floats(tensors["word_rarity"]) * settings["rarity_step"]
        self._letter_rarity = as_floats(tensors["letter_rarity"]) * settings["rarity_step"]
        self._word_steps = np.array(settings["word_steps"])
        self._letter_steps = np.array(settings["letter_steps"])
        self._bias = np.array(settings["bias"])
        self._calibration = np.array(settings["calibration"])
        self._span_share = float(settings["span_share"])

    def score(self, folded: Folded, share: float | None = None) -> dict[str, AbuseScore]:
        """Every attribute of a folded text, with spans in the text as it was given.

        A word is shown from this share of what the strongest word adds (the model's own if None).
        """
        found = grams(folded.text)
        shares = self.shares(found)
        scores = self.calibrated(*self.logits(shares))
        least = self._span_share if share is None else share
        return {
            name: AbuseScore(
                round(float(scores[place]), 6),
                _spans(folded, found, _added(shares, place), least)
                if scores[place] >= _SHOWN_AT
                else (),
            )
            for place, name in enumerate(self.attributes)
        }

    def shares(self, found: Grams) -> Shares:
        """What each word adds; a gram over several words gives half to its first and its last."""
        count = len(found.tokens)
        rarity = self._word_rarity[found.word_buckets].astype(np.float64)
        added = self._word_weights[found.word_buckets] * rarity[:, None] * self._word_steps
        square = rarity * rarity
        words = (
            _sum_by(found.word_first, added, count) + _sum_by(found.word_last, added, count)
        ) / 2
        word_length = (
            np.bincount(found.word_first, square, count)
            + np.bincount(found.word_last, square, count)
        ) / 2
        rarity = self._letter_rarity[found.letter_buckets].astype(np.float64)
        added = self._letter_weights[found.letter_buckets] * rarity[:, None] * self._letter_steps
        return Shares(
            words,
            _sum_by(found.letter_word, added, count),
            word_length,
            np.bincount(found.letter_word, rarity * rarity, count).astype(np.float64),
        )

    def logits(self, shares: Shares) -> tuple[Floats, Floats]:
        """The attributes' log-odds for the whole text, and for its worst window of words."""
        whole = self._bias + _scaled(
            shares.words.sum(0),
            shares.letters.sum(0),
            shares.word_length.sum(),
            shares.letter_length.sum(),
        )
        count = len(shares.word_length)
        if count <= WINDOW:
            return whole, whole
        starts = np.append(np.arange(0, count - WINDOW, STRIDE), count - WINDOW)
        windows = self._bias + _scaled(
            _window_sums(shares.words, starts),
            _window_sums(shares.letters, starts),
            _window_sums(shares.word_length, starts)[:, None],
            _window_sums(shares.letter_length, starts)[:, None],
        )
        return whole, windows.max(0)

    def calibrated(self, whole: Floats, peak: Floats) -> Floats:
        """Probabilities from log-odds, by the logistic curve fitted on held-out news comments."""
        slopes = self._calibration
        odds = slopes[:, 0] * whole + slopes[:, 1] * peak + slopes[:, 2]
        probabilities: Floats = 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
        return probabilities


def _added(shares: Shares, place: int) -> Floats:
    """What each word adds to one attribute, letters and all."""
    return _scaled(
        shares.words[:, place],
        shares.letters[:, place],
        shares.word_length.sum(),
        shares.letter_length.sum(),
    )


def _spans(folded: Folded, found: Grams, added: Floats, share: float) -> tuple[Span, ...]:
    least = max(share * float(added.max(initial=0.0)), 1e-9)
    return _join(folded, [found.tokens[word] for word in np.flatnonzero(added >= least)])


def _sum_by(owner: NDArray[np.int64], added: Floats, count: int) -> Floats:
    columns = [np.bincount(owner, added[:, place], count) for place in range(added.shape[1])]
    return np.stack(columns, axis=1)


def _window_sums(values: Floats, starts: NDArray[np.int64]) -> Floats:
    running = np.concatenate((np.zeros_like(values[:1]), np.cumsum(values, axis=0)))
    sums: Floats = running[starts + WINDOW] - running[starts]
    return sums


def _scaled(words: Floats, letters: Floats, word_length: Any, letter_length: Any) -> Floats:
    """Each kind of gram is a vector of length one, so that long texts do not outweigh."""
    scaled: Floats = words / np.sqrt(np.maximum(word_length, 1e-9)) + letters / np.sqrt(
        np.maximum(letter_length, 1e-9)
    )
    return scaled


_POINT = re.compile(r"[!-/:-@\[-`{-~]")


def _join(folded: Folded, places: list[tuple[int, int]]) -> tuple[Span, ...]:
    """Whole words in the original, those that touch but for a space taken together."""
    spans: list[Span] = []
    for start, end in places:
        if _POINT.fullmatch(folded.text, start, end) and len(places) > 1:
            continue  # a lone full stop or bracket shows the reader nothing
        first, last = folded.original(start, end)
        if spans and first <= spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], max(last, spans[-1][1]))
        else:
            spans.append((first, last))
    return tuple(spans)
