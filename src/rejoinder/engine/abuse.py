"""Abuse by n-grams: a linear model over hashed ones, the sum of what words add; and the joining of
what they say with what the networks say.

Because each word's contribution is known, the spans come from the model itself and not from a list.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from rejoinder.engine.arrays import Floats, Floats32, Ints
from rejoinder.engine.features import LETTER_BITS, WORD_BITS, Grams, grams
from rejoinder.engine.folding import Folded
from rejoinder.engine.model import ModelError
from rejoinder.engine.model_files import Settings, Tensors, as_floats

# An insult in a long comment counts as in a short one: windows of words are scored as well.
# Of windows from 5 to 24 words, 7 found most insults hidden in civil comments (training/NOTES.md).
WINDOW_WORDS = 7
WINDOW_STRIDE = 2


@dataclass(frozen=True, slots=True)
class Contributions:
    """What each word of a text adds to each attribute, and to the lengths that it is divided by.

    `words` and `letters` have a row a word and a column an attribute; the lengths are squared.
    """

    words: Floats
    letters: Floats
    word_length: Floats
    letter_length: Floats


@dataclass(frozen=True, slots=True)
class NgramScores:
    """What the n-grams of a text say of it."""

    grams: Grams
    contributions: Contributions
    whole: Floats
    """Each attribute's logit over the whole text."""
    peak: Floats
    """Each attribute's logit in its worst window."""
    log_length: float
    """The logarithm of one more than the number of words."""


class AbuseModel:
    """The loaded weights; reading them changes nothing, so threads may share one."""

    def __init__(self, tensors: Tensors, settings: Settings, attributes: Sequence[str]) -> None:
        """Takes the tensors of abuse.safetensors, their settings, and what each column measures.

        Raises ModelError when the tensors are not of the shape that is read.
        """
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
        self._first_stage = np.array(settings["calibration"])
        self._second_stage = np.array(settings["closer"])

    def score_ngrams(self, folded: Folded) -> NgramScores:
        """What the n-grams of a folded text say."""
        text_grams = grams(folded.text)
        contributions = self.contributions(text_grams)
        whole, peak = self.logits(contributions)
        return NgramScores(
            text_grams, contributions, whole, peak, math.log1p(len(text_grams.word_offsets))
        )

    def first_stage(self, ngrams: NgramScores, logits: Floats32) -> Floats:
        """The probabilities by n-grams and the logits of the first stage's network."""
        features = (ngrams.whole, ngrams.peak, ngrams.log_length, logits)
        return _probabilities(_combined(self._first_stage, features))

    def second_stage(self, ngrams: NgramScores, first: Floats32, second: Floats32) -> Floats:
        """The probabilities by n-grams and the logits of both stages' networks."""
        features = (ngrams.whole, ngrams.peak, ngrams.log_length, first, second)
        return _probabilities(_combined(self._second_stage, features))

    def saliency(self, ngrams: NgramScores, column: int) -> Floats:
        """What each word adds to one attribute, as a share of what the strongest adds: 0 to 1."""
        added = np.maximum(_added(ngrams.contributions, column), 0.0)
        saliency: Floats = added / max(float(added.max(initial=0.0)), 1e-9)
        return saliency

    def max_contribution(self, ngrams: NgramScores) -> Floats:
        """How much each word adds to the attribute that it adds most to."""
        columns = range(len(self.attributes))
        added = [_added(ngrams.contributions, column) for column in columns]
        highest: Floats = np.max(added, axis=0)
        return highest

    def contributions(self, text_grams: Grams) -> Contributions:
        """What each word adds; a gram over several words gives half to its first and its last."""
        count = len(text_grams.word_offsets)
        ends = np.concatenate((text_grams.word_first, text_grams.word_last))
        rarity = self._word_rarity[text_grams.word_buckets] / 2
        added = self._word_weights[text_grams.word_buckets] * rarity[:, None]
        words = _sum_by(ends, np.concatenate((added, added)), count) * self._word_steps
        square = 2 * rarity * rarity
        word_length = np.bincount(ends, np.concatenate((square, square)), count)
        rarity = self._letter_rarity[text_grams.letter_buckets]
        added = self._letter_weights[text_grams.letter_buckets] * rarity[:, None]
        letters = _sum_by(text_grams.letter_word, added, count) * self._letter_steps
        letter_length = np.bincount(text_grams.letter_word, rarity * rarity, count)
        return Contributions(
            words, letters, word_length.astype(np.float64), letter_length.astype(np.float64)
        )

    def logits(self, contributions: Contributions) -> tuple[Floats, Floats]:
        """The attributes' logits for the whole text, and for its worst window of words."""
        whole = self._bias + _scaled(
            contributions.words.sum(0),
            contributions.letters.sum(0),
            contributions.word_length.sum(),
            contributions.letter_length.sum(),
        )
        count = len(contributions.word_length)
        if count <= WINDOW_WORDS:
            return whole, whole
        starts = np.append(np.arange(0, count - WINDOW_WORDS, WINDOW_STRIDE), count - WINDOW_WORDS)
        columns = (
            contributions.words,
            contributions.letters,
            contributions.word_length,
            contributions.letter_length,
        )
        sums = _window_sums(np.column_stack(columns), starts)
        attributes = len(self.attributes)
        windows = self._bias + _scaled(
            sums[:, :attributes], sums[:, attributes:-2], sums[:, -2:-1], sums[:, -1:]
        )
        return whole, windows.max(0)


def _combined(slopes: Floats, features: Sequence[Floats | Floats32 | float]) -> Floats:
    """Logits of each attribute (a row of slopes, the bias last), fitted on held-out texts."""
    logits = slopes[:, -1].copy()
    for column, feature in enumerate(features):
        logits += slopes[:, column] * feature
    return logits


def _probabilities(logits: Floats) -> Floats:
    probabilities: Floats = 1 / (1 + np.exp(-np.clip(logits, -30, 30)))
    return probabilities


def _added(contributions: Contributions, column: int) -> Floats:
    """What each word adds to one attribute, letters and all."""
    return _scaled(
        contributions.words[:, column],
        contributions.letters[:, column],
        contributions.word_length.sum(),
        contributions.letter_length.sum(),
    )


def _sum_by(owner: Ints, added: Floats32, count: int) -> Floats:
    """The rows of each owner summed: one pass over all columns, as if they were one."""
    columns = added.shape[1]
    cells = (owner[:, None] * columns + np.arange(columns)).ravel()
    sums = np.bincount(cells, added.ravel(), count * columns)
    return sums.reshape(count, columns).astype(np.float64)


def _window_sums(values: Floats, starts: Ints) -> Floats:
    running = np.concatenate((np.zeros_like(values[:1]), np.cumsum(values, axis=0)))
    sums: Floats = running[starts + WINDOW_WORDS] - running[starts]
    return sums


def _scaled(words: Floats, letters: Floats, word_length: Any, letter_length: Any) -> Floats:
    """Each kind of gram is a vector of length one, so that long texts do not outweigh."""
    scaled: Floats = words / np.sqrt(np.maximum(word_length, 1e-9)) + letters / np.sqrt(
        np.maximum(letter_length, 1e-9)
    )
    return scaled
