"""Cuts an article into the sentences that a comment is compared with."""

import re
from itertools import chain

# A long read has about 150; the rest is not compared.
MAX_SENTENCES = 200

# A longer run without a full stop is cut, since its average would mean nothing.
MAX_CHARACTERS = 600

# A full stop after a title, an initial or a number's point ends no sentence. A run of signs is
# tried once, from its beginning: a hundred thousand exclamation marks took nine seconds. The sign
# comes first, so that nothing is tried at the letters between.
_END = re.compile(
    r"[.!?…\n](?:(?<=\n)\s*+|(?<!\n)(?<![.!?…]{2})"
    r"(?<!\bMr.)(?<!\bMs.)(?<!\bDr.)(?<!\bSt.)(?<!\bMrs.)(?<!\b[A-Z].)"
    r"[.!?…]*+[\"'”’)\]]*+\s+(?=[\"'“‘(\[]?[A-Z0-9]))"
)


def sentences(text: str) -> list[str]:
    """The sentences of a text, without surrounding space, at most MAX_SENTENCES."""
    parts: list[str] = []
    start = 0
    for end in chain((match.end() for match in _END.finditer(text)), (len(text),)):
        sentence = text[start:end].strip()
        start = end
        parts += [
            sentence[cut : cut + MAX_CHARACTERS] for cut in range(0, len(sentence), MAX_CHARACTERS)
        ]
        if len(parts) >= MAX_SENTENCES:
            break
    return parts[:MAX_SENTENCES]
