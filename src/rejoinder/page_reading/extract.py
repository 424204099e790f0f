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

CPU_SECONDS = 5
MAX_MEMORY_BYTES = 1_000_000_000
MAX_CHARS = {"headline": 300, "standfirst": 1000, "body": 100_000, "canonical": 2000}
# Less than this is a notice that asks for a subscription, a consent or a script.
MIN_BODY_CHARS = 250


def article_in(html: bytes, charset: str = "") -> dict[str, str]:
    """Headline, standfirst, body and the address that the page gives itself, each cut to its
    longest; empty where there is no article.
    """
    from trafilatura import bare_extraction  # noqa: PLC0415 - after the limits are set

    document: Any = bare_extraction(
        _decoded(html, charset),
        fast=True,
        include_comments=False,  # what other readers wrote is not the article
        include_tables=False,
        with_metadata=True,
        date_extraction_params={"extensive_search": False, "original_date": False},
    )
    if document is None or len(document.text or "") < MIN_BODY_CHARS:
        return {}
    parts = {
        "headline": document.title,
        "standfirst": document.description,
        "body": document.text,
        "canonical": document.url,
    }
    return {name: (parts[name] or "")[:limit] for name, limit in MAX_CHARS.items()}


def _decoded(html: bytes, charset: str) -> str | bytes:
    """In the charset that was told, if it is that; otherwise the library finds out."""
    try:
        return html.decode(charset) if charset else html
    except (LookupError, ValueError):
        return html


def _limit_resources() -> None:
    os.nice(5)
    import resource  # noqa: PLC0415 - not on every system

    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))


if __name__ == "__main__":
    with suppress(ImportError, AttributeError, OSError, ValueError):
        _limit_resources()
    json.dump(article_in(sys.stdin.buffer.read(), sys.argv[1]), sys.stdout)
