"""Texts that the tokenizer's normaliser leaves as they are go past it, and nothing comes of it."""

import string

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rejoinder.engine.folding import Folded, fold
from rejoinder.engine.tokens import Vocabulary
from tests.support.tiny_encoders import tokenizer

SIGNS = "‘’“”–—…£€"
PIECES = [*string.ascii_lowercase, *string.digits, *string.punctuation, *SIGNS, "é", "猫"]
PIECES += [f"##{letter}" for letter in string.ascii_lowercase]
ROWS = 200

TOKENIZER = tokenizer(PIECES)
VOCABULARY = Vocabulary(
    {
        "vectors": np.zeros((ROWS, 2), dtype=np.int8),
        "rarity": np.ones(ROWS, dtype=np.float16),
    },
    {"steps": [1.0, 1.0]},
    TOKENIZER,
)
ANY_SIGN = st.sampled_from([*map(chr, range(128)), *SIGNS, *"éÉ猫\u00a0\u00ad\u0301\u200b\u2028"])


@given(st.text(ANY_SIGN, max_size=40))
def test_every_text_has_the_tokens_that_its_normaliser_would_give(text: str) -> None:
    for each in (fold(text), Folded(text, range(len(text)), range(1, len(text) + 1))):
        tokens = VOCABULARY.tokenize(each)
        expected = TOKENIZER.encode(each.text, add_special_tokens=False)
        assert tokens.ids.tolist() == expected.ids
        assert tokens.offsets == expected.offsets
