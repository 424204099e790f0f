"""Questions to the desk's server, timed one after the other."""

import re
import time
from collections.abc import Callable, Sequence

import httpx

from benchmarks.desk.newsroom import Newsroom

TIMES = 40
SCRIPT = {"x-fragment": "desk"}


def answered(*paths: str) -> Callable[[Newsroom], Sequence[float]]:
    """Milliseconds for each of these addresses in turn, some dozens of times in all.

    Each has been asked once before: what is measured is a desk at work, not one that opens.
    """

    def measure(newsroom: Newsroom) -> list[float]:
        with newsroom.client() as client:
            for path in paths:
                seconds_for(client, path, {})
            return [
                1000 * seconds_for(client, paths[number % len(paths)], {})
                for number in range(TIMES)
            ]

    return measure


def next_cards(newsroom: Newsroom) -> list[float]:
    """Milliseconds for what a desk asks as few cards are left: those that follow its last one."""
    with newsroom.client() as client:
        page = client.get("/desk").raise_for_status().text
        here = re.findall(r'<details class="card"[^>]* id="comment-(\d+)"', page)
        path = f"/desk?after={here[-1]}&have={'-'.join(here)}"
        answer = client.get(path, headers=SCRIPT).raise_for_status().text
        if "data-card" not in answer:
            raise SystemExit("No cards follow the first ones.")
        return [1000 * seconds_for(client, path, SCRIPT) for _ in range(TIMES)]


def likenesses(newsroom: Newsroom) -> list[float]:
    """Milliseconds for what each of the queue's first cards asks as it is opened.

    As many are asked before as a desk has opened that has been at work for some minutes.
    """
    with newsroom.client() as client:
        page = client.get("/desk").raise_for_status().text
        asked = re.findall(r'href="(/desk/comments/\d+/alike)"', page)
        for path in (*asked, *asked):
            seconds_for(client, path, SCRIPT)
        return [1000 * seconds_for(client, path, SCRIPT) for path in (*asked, *asked)]


def seconds_for(client: httpx.Client, path: str, headers: dict[str, str]) -> float:
    """How long one answer takes; anything but one is an error."""
    began = time.perf_counter()
    client.get(path, headers=headers).raise_for_status()
    return time.perf_counter() - began
