"""By what two comments are told to be the same text."""

import hashlib
from functools import lru_cache

from rejoinder.text import letters_of, plain_letters, visible_text


# As a post asks for it before the judge answers, and again where it is written.
@lru_cache(maxsize=64)
def fingerprint(source: str) -> str:
    """The same for texts of which people see the same but for case, spacing and punctuation."""
    bare = plain_letters(source)
    return _hashed(letters_of(visible_text(source).text) if bare is None else bare)


def fingerprint_of_seen(text: str) -> str:
    """That of a comment of which people see this text."""
    return _hashed(letters_of(text))


def _hashed(letters: str) -> str:
    return hashlib.blake2b(letters.encode(), digest_size=16).hexdigest()
