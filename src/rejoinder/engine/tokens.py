"""Texts as tokens (word pieces), and the tokens' own vectors, which the network starts from."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from tokenizers import Tokenizer
from tokenizers.normalizers import BertNormalizer

from rejoinder.engine.arrays import Floats32, Ints
from rejoinder.engine.emoji import demojize
from rejoinder.engine.folding import Folded, fold
from rejoinder.engine.model import ModelError
from rejoinder.engine.model_files import Settings, Tensors, as_floats

# Characters of one text that are read: as many as the longest comment has.
MAX_CHARACTERS = 20_000

# The special tokens around a text, as BERT's vocabulary calls them.
CLS = "[CLS]"
SEP = "[SEP]"

# Whatever BERT's normaliser could change: it lowers letters, takes accents off and signs of control
# out, and sets Chinese apart. Most folded texts have none of these.
_CHANGED = re.compile(r"[^\t\n\r -@\[-~‘’“”–—…£€]")

_LINE_END = re.compile(r"\n")


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text's tokens: their numbers in the vocabulary, and where each stands in the folded text.

    `has_emoji` says whether emoji were written out among them.
    """

    ids: Ints
    offsets: list[tuple[int, int]]
    has_emoji: bool


class Vocabulary:
    """The tokenizer and its tokens' vectors. Reading changes nothing, so threads may share one."""

    def __init__(self, tensors: Tensors, settings: Settings, tokenizer: Tokenizer) -> None:
        """Takes the tensors of tokens.safetensors, their settings, and the tokenizer.

        Raises ModelError when they do not belong together.
        """
        if tokenizer.get_vocab_size() > len(tensors["vectors"]):
            raise ModelError("The model's tokenizer knows tokens that have no vector.")
        self._tokenizer = tokenizer
        self._without_normaliser = _without_normaliser(tokenizer)
        self._cls, self._sep = ([_token_id(tokenizer, token)] for token in (CLS, SEP))
        self._vectors = tensors["vectors"]
        self._steps = np.array(settings["steps"], dtype=np.float32)
        self.width = len(self._steps)
        """Of a token's vector; the networks' embeddings of texts are as wide."""
        self.weights = as_floats(tensors["rarity"])
        """How much each token says of a subject: the rarer the more, 0 for what nobody taught."""

    def tokenize(self, folded: Folded) -> Tokens:
        """The tokens of a folded text, its emoji written out."""
        written_out = demojize(folded.text)
        is_changed = _CHANGED.search(written_out.text)
        tokenizer = self._tokenizer if is_changed else self._without_normaliser
        encoded = tokenizer.encode(written_out.text, add_special_tokens=False)
        offsets: list[tuple[int, int]] = encoded.offsets
        has_emoji = written_out.text != folded.text
        if has_emoji:
            offsets = [written_out.original(start, end) for start, end in offsets]
        return Tokens(np.array(encoded.ids, dtype=np.int64), offsets, has_emoji)

    def token_ids(self, text: str) -> Ints:
        """The tokens' numbers of a text as it was given."""
        return self.tokenize(fold(text[:MAX_CHARACTERS])).ids

    def token_ids_of_lines(self, lines: Sequence[str]) -> list[Ints]:
        """The tokens' numbers of each of many short texts, as given: sooner than one by one."""
        folded = fold("\n".join(lines))
        ends = [match.start() for match in _LINE_END.finditer(folded.text)]
        if len(ends) != len(lines) - 1:  # a disguise across lines, or more than one in a text
            return [self.token_ids(line) for line in lines]
        tokens = self.tokenize(folded)
        starts = [start for start, _ in tokens.offsets]
        return np.split(tokens.ids, [bisect_left(starts, end) for end in ends])

    def vectors_with_special(self, token_ids: Ints) -> Floats32:
        """The tokens' vectors between those of [CLS] and [SEP]: shape (tokens + 2, width)."""
        with_special = np.concatenate((self._cls, token_ids, self._sep))
        vectors: Floats32 = self._vectors[with_special] * self._steps
        return vectors


def _without_normaliser(tokenizer: Tokenizer) -> Tokenizer:
    """The same for texts that the normaliser leaves as they are, which takes half as long."""
    if not isinstance(tokenizer.normalizer, BertNormalizer):
        return tokenizer
    other = Tokenizer(tokenizer.model)
    if tokenizer.pre_tokenizer is not None:
        other.pre_tokenizer = tokenizer.pre_tokenizer
    return other


def _token_id(tokenizer: Tokenizer, token: str) -> int:
    token_id = tokenizer.token_to_id(token)
    if token_id is None:
        raise ModelError(f"The model's tokenizer does not know {token}.")
    return int(token_id)
