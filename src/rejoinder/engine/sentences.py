"""Cuts an article into the sentences that a comment is compared with."""

from __future__ import annotations

import re
from typing import Final

MOST_SENTENCES: Final = 200
"""A long read has about 150; the rest is not compared."""

LONGEST: Final = 600
"""Characters; a longer run without a full stop is cut, since its average would mean nothing."""

# A full stop after a title, an initial or a number's point ends no sentence.
_END = re.compile(
    r"(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bSt)(?<!\bMrs)(?<!\b[A-Z])[.!?…]+[\"'”’)\]]*\s+"
    r"(?=[\"'“‘(\[]?[A-Z0-9])|\n+"
)


def sentences(text: str) -> list[str]:
    """The sentences of a text, without surrounding space, at most MOST_SENTENCES."""
    found: list[str] = []
    start = 0
    for end in [*(match.end() for match in _END.finditer(text)), len(text)]:
        sentence = text[start:end].strip()
        start = end
        found += [sentence[cut : cut + LONGEST] for cut in range(0, len(sentence), LONGEST)]
        if len(found) >= MOST_SENTENCES:
            break
    return found[:MOST_SENTENCES]
