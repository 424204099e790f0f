"""The article in a page's HTML. Run as a program, in a process of its own: no server imports it.

HTML comes in by the standard input, the article goes out as JSON. A page made to be slow takes
trafilatura a minute, in which a thread could not be stopped and would keep the judge from its work.
A process has its limits, is the last to be served, and gives back the memory that it took.
"""

import json
import os
import sys
from contextlib import suppress
from typing import Any

SECONDS = 5
MOST_MEMORY = 1_000_000_000
LONGEST = {"headline": 300, "standfirst": 1000, "body": 100_000}
# Less than this is a notice that asks for a subscription, a consent or a script.
SHORTEST_BODY = 250


def article_in(html: bytes, charset: str = "") -> dict[str, str]:
    """Headline, standfirst and body, each cut to its longest; empty where there is no article."""
    from trafilatura import bare_extraction  # noqa: PLC0415 - after the limits are set

    found: Any = bare_extraction(
        _decoded(html, charset),
        fast=True,
        include_comments=False,  # what other readers wrote is not the article
        include_tables=False,
        with_metadata=True,
        date_extraction_params={"extensive_search": False, "original_date": False},
    )
    if found is None or len(found.text or "") < SHORTEST_BODY:
        return {}
    told = {"headline": found.title, "standfirst": found.description, "body": found.text}
    return {name: (told[name] or "")[:most] for name, most in LONGEST.items()}


def _decoded(html: bytes, charset: str) -> str | bytes:
    """In the charset that was told, if it is that; otherwise the library finds out."""
    try:
        return html.decode(charset) if charset else html
    except (LookupError, ValueError):
        return html


def _limit() -> None:
    os.nice(5)
    import resource  # noqa: PLC0415 - not on every system

    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


if __name__ == "__main__":
    with suppress(ImportError, AttributeError, OSError, ValueError):
        _limit()
    json.dump(article_in(sys.stdin.buffer.read(), sys.argv[1]), sys.stdout)
