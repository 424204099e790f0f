"""Random tokens: for addresses, sessions and keys; and what is stored of one."""

import hashlib
import secrets
import string

# 192 bits: nobody guesses one, so that an address may be all the proof that is asked for.
TOKEN_BYTES = 24
# Akismet's clients ask for exactly twelve characters, and some write them into a host name.
SHORT_LENGTH = 12
SHORT_ALPHABET = string.ascii_lowercase + string.digits


def new_token() -> str:
    """A token of 192 random bits, fit for an address."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def new_short_token() -> str:
    """A token of twelve small letters and digits, about 62 random bits."""
    return "".join(secrets.choice(SHORT_ALPHABET) for _ in range(SHORT_LENGTH))


def submission_key(*parts: str) -> str:
    """What is stored of one sending of a form, which posts once; the same for the same parts."""
    return hash_token("\n".join(parts))


def hash_token(token: str) -> str:
    """What is stored of a token: its SHA-256. Tokens are random, so no salt is needed."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
