"""Addresses that are written out in a text."""

import re
from contextlib import suppress
from typing import Final
from urllib.parse import unquote

# What an address is made of after its host, brackets in pairs: Wikipedia's have some.
_REST: Final = r"(?:[^\s<>()\[\]]|\([^\s<>()\[\]]{0,200}\)|\[[^\s<>()\[\]]{0,200}\](?!\())*+"
# An address written out, with or without its scheme; the scheme-less form needs a path or www.
# A name's part has 63 letters at most (RFC 1035): without that bound, a page of hyphens takes 8 s.
_ADDRESS = re.compile(
    rf"(?<![^\W_])https?://{_REST}|(?<![\w.@/-])(?:www\.{_REST}"
    rf"|(?:[^\W_](?:[\w-]{{0,61}}[^\W_])?\.){{1,5}}[^\W\d_]{{2,18}}/{_REST})",
    re.IGNORECASE,
)
# What ends a sentence or an emphasis around an address is none of it.
_AFTER_ADDRESS: Final = ".,;:!?…*_'\"’”»"


def addresses_in(text: str) -> list[str]:
    """The addresses that are written out in a text, in their order."""
    if "/" not in text and "www." not in text.lower():
        return []
    found = (match.group().rstrip(_AFTER_ADDRESS) for match in _ADDRESS.finditer(text))
    return [address for address in found if not address.endswith("//")]


def each_once(addresses: list[str]) -> tuple[str, ...]:
    """The addresses without those that only write another one in other characters."""
    distinct: dict[str, str] = {}
    for address in addresses:
        distinct.setdefault(_as_asked(address), address)
    return tuple(distinct.values())


def _as_asked(address: str) -> str:
    """An address as it is compared: without scheme, in characters rather than their numbers."""
    bare = unquote(address).rstrip("/.,;:!?")
    scheme, separator, rest = bare.partition("://")
    host, slash, path = (rest if separator else scheme).partition("/")
    with suppress(UnicodeError):  # then it is compared as it was written
        host = host.encode("ascii").decode("idna") if "xn--" in host.lower() else host
    return f"{host.lower()}{slash}{path}"
