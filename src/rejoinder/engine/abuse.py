"""Abuse by n-grams: a linear model over hashed ones, the sum of what words add; and the joining of
what they say with what the networks say.

Because each word's share is known, the spans come from the model itself and not from a list.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from rejoinder.engine.features import LETTER_BITS, WORD_BITS, Grams, grams
from rejoinder.engine.folding import Folded
from rejoinder.engine.model import ModelError
from rejoinder.engine.weights import Settings, Tensors, as_floats

Floats = NDArray[np.float64]
Odds = NDArray[np.float32]

WINDOW: Final = 7
STRIDE: Final = 2
"""An insult in a long comment counts as in a short one: windows of words are scored as well.
Of windows from 5 to 24 words, 7 found most insults hidden in civil comments (training/NOTES.md)."""


@dataclass(frozen=True, slots=True)
class Shares:
    """What each word of a text adds to each attribute, and to the lengths that it is divided by.

    `words` and `letters` have a row a word and a column an attribute; the lengths are squared.
    """

    words: Floats
    letters: Floats
    word_length: Floats
    letter_length: Floats


@dataclass(frozen=True, slots=True)
class Look:
    """A first look at a text by its n-grams: what each word adds, and log-odds.

    `whole` and `peak` are the attributes' log-odds over the text and in its worst window; `size`
    is the logarithm of one more than its number of words.
    """

    grams: Grams
    shares: Shares
    whole: Floats
    peak: Floats
    size: float


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
        self._closer = np.array(settings["closer"])

    def look(self, folded: Folded) -> Look:
        """What the n-grams of a folded text say."""
        found = grams(folded.text)
        shares = self.shares(found)
        whole, peak = self.logits(shares)
        size = math.log1p(len(found.tokens))
        return Look(found, shares, whole, peak, size)

    def first(self, look: Look, glance: Odds) -> Floats:
        """The probabilities by n-grams and a network's glance, given its log-odds."""
        signs = (look.whole, look.peak, look.size, glance)
        return _probability(_joined(self._calibration, signs))

    def closer(self, look: Look, glance: Odds, odds: Odds) -> Floats:
        """The probabilities when the larger network has read the text as well."""
        signs = (look.whole, look.peak, look.size, glance, odds)
        return _probability(_joined(self._closer, signs))

    def share(self, look: Look, place: int) -> Floats:
        """What each word adds to one attribute, as a share of what the strongest adds: 0 to 1."""
        added = np.maximum(_added(look.shares, place), 0.0)
        found: Floats = added / max(float(added.max(initial=0.0)), 1e-9)
        return found

    def heat(self, look: Look) -> Floats:
        """How much each word adds to the attribute that it adds most to."""
        shares = look.shares
        parts = [_added(shares, place) for place in range(len(self.attributes))]
        heat: Floats = np.max(parts, axis=0)
        return heat

    def shares(self, found: Grams) -> Shares:
        """What each word adds; a gram over several words gives half to its first and its last."""
        count = len(found.tokens)
        ends = np.concatenate((found.word_first, found.word_last))
        rarity = self._word_rarity[found.word_buckets] / 2
        added = self._word_weights[found.word_buckets] * rarity[:, None]
        words = _sum_by(ends, np.concatenate((added, added)), count) * self._word_steps
        square = 2 * rarity * rarity
        word_length = np.bincount(ends, np.concatenate((square, square)), count)
        rarity = self._letter_rarity[found.letter_buckets]
        added = self._letter_weights[found.letter_buckets] * rarity[:, None]
        letters = _sum_by(found.letter_word, added, count) * self._letter_steps
        letter_length = np.bincount(found.letter_word, rarity * rarity, count)
        return Shares(
            words, letters, word_length.astype(np.float64), letter_length.astype(np.float64)
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
        columns = (shares.words, shares.letters, shares.word_length, shares.letter_length)
        sums = _window_sums(np.column_stack(columns), starts)
        kinds = len(self.attributes)
        windows = self._bias + _scaled(
            sums[:, :kinds], sums[:, kinds:-2], sums[:, -2:-1], sums[:, -1:]
        )
        return whole, windows.max(0)


def _joined(slopes: Floats, signs: Sequence[Floats | Odds | float]) -> Floats:
    """Log-odds of each attribute (a row of slopes) by a curve fitted on held-out texts."""
    odds = slopes[:, -1].copy()
    for place, sign in enumerate(signs):
        odds += slopes[:, place] * sign
    return odds


def _probability(odds: Floats) -> Floats:
    found: Floats = 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
    return found


def _added(shares: Shares, place: int) -> Floats:
    """What each word adds to one attribute, letters and all."""
    return _scaled(
        shares.words[:, place],
        shares.letters[:, place],
        shares.word_length.sum(),
        shares.letter_length.sum(),
    )


def _sum_by(owner: NDArray[np.int64], added: NDArray[np.float32], count: int) -> Floats:
    """The rows of each owner summed: one pass over all columns, as if they were one."""
    kinds = added.shape[1]
    places = (owner[:, None] * kinds + np.arange(kinds)).ravel()
    sums = np.bincount(places, added.ravel(), count * kinds)
    return sums.reshape(count, kinds).astype(np.float64)


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
