"""Asks the program that finds the article in a page (`extract`), and believes little of it."""

import asyncio
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import msgspec

from rejoinder.engine import Article
from rejoinder.page_reading.page import Page

_PROGRAM = Path(__file__).with_name("extract.py")
# The program gives itself five seconds of the processor, which take longer on a busy machine.
TIMEOUT = 30.0
# As much text as there may be, with room for its escapes.
MAX_OUTPUT_BYTES = 2_000_000


@dataclass(frozen=True, slots=True)
class FoundArticle:
    """What the program found in a page."""

    headline: str = ""
    standfirst: str = ""
    body: str = ""
    """A paragraph a line."""
    canonical: str = ""
    """The address that the page gives itself; anything, until it is checked."""


class Extractor:
    """So many pages at a time, each in a process that ends with it."""

    def __init__(self, processes: int) -> None:
        """`processes` run at the same time; further pages wait."""
        self._pool = ThreadPoolExecutor(processes, thread_name_prefix="extract")

    async def __call__(self, page: Page) -> Article | None:
        """The article in a page, None where there is none. No page can make it fail."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, extract_article, page)

    def close(self) -> None:
        """Lets the threads go."""
        self._pool.shutdown(wait=False, cancel_futures=True)


def extract_article(page: Page) -> Article | None:
    """The same as the judge reads it."""
    found = found_in(page)
    return None if found is None else Article(found.headline, found.standfirst, found.body)


def found_in(page: Page) -> FoundArticle | None:
    """The article in a page. Waits for the program: not in the loop."""
    try:
        done = subprocess.run(  # noqa: S603 - our own program, and a word of letters and digits
            # -P: the modules beside the program are not those that it imports by their names.
            [sys.executable, "-P", str(_PROGRAM), page.charset],
            input=page.html,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=TIMEOUT,
            check=True,
        )
        found = msgspec.json.decode(done.stdout[:MAX_OUTPUT_BYTES], type=FoundArticle)
    except (subprocess.SubprocessError, OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None
    return found if found.body else None
