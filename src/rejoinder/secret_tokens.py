"""Random tokens: for addresses, sessions and keys; and what is stored of one."""

import base64
import hashlib
import re
import secrets
import string
import time

# 192 bits: nobody guesses one, so that an address may be all the proof that is asked for.
TOKEN_BYTES = 24
# Akismet's clients ask for exactly twelve characters, and some write them into a host name.
SHORT_LENGTH = 12
SHORT_ALPHABET = string.ascii_lowercase + string.digits
FORM_KEY_BYTES = 20
_FORM_KEY = re.compile(f"[0-9a-f]{{{2 * FORM_KEY_BYTES}}}")


def new_token() -> str:
    """A token of 192 random bits, fit for an address."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def new_tokens(count: int) -> list[str]:
    """So many such tokens, rising, and all behind one beginning that says when.

    An import keeps each beside the one before it: an index grows at one place and not at all.
    """
    drawn = base64.urlsafe_b64encode(secrets.token_bytes(TOKEN_BYTES * count)).decode("ascii")
    begun, length = f"{time.time_ns() // 1_000_000:012x}", TOKEN_BYTES * 4 // 3
    return sorted(begun + drawn[at : at + length] for at in range(0, len(drawn), length))


def new_short_token() -> str:
    """A token of twelve small letters and digits, about 62 random bits."""
    return "".join(secrets.choice(SHORT_ALPHABET) for _ in range(SHORT_LENGTH))


def new_form_key() -> str:
    """A form's own key of 160 random bits, written as the page's script writes those it makes."""
    return secrets.token_hex(FORM_KEY_BYTES)


def is_form_key(key: str) -> bool:
    """Whether a key is one that only the browser that sends it can know.

    Those that stood in kept pages, the same for everybody, were shorter.
    """
    return _FORM_KEY.fullmatch(key) is not None


def submission_key(*parts: str) -> str:
    """What is stored of one sending of a form, which posts once; the same for the same parts."""
    return hash_token("\n".join(parts))


def hash_token(token: str) -> str:
    """What is stored of a token: its SHA-256. Tokens are random, so no salt is needed."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
