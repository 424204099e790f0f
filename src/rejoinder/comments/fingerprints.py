"""By what two comments are told to be the same text."""

import hashlib
from functools import lru_cache

from rejoinder.text import plain_letters, visible_text


# As a post asks for it before the judge answers, and again where it is written.
@lru_cache(maxsize=64)
def fingerprint(source: str) -> str:
    """The same for texts of which people see the same but for case, spacing and punctuation."""
    bare = plain_letters(source)
    if bare is None:
        bare = "".join(filter(str.isalnum, visible_text(source).text.casefold()))
    return hashlib.blake2b(bare.encode(), digest_size=16).hexdigest()
