"""How readers are told apart without being known, counted and ranked. Pure; for this folder.

The sketches are CPC (compressed probabilistic counting, K. J. Lang, 2017, arXiv:1708.06839), as
in Apache DataSketches. Measured against its HyperLogLog at the same accuracy, about 1 % for a
union of 24: CPC with 2^12 rows takes at most 2.5 kB and 144 bytes for a hundred readers, HLL_4
with 2^13 takes 4.1 kB and 412. Merging a full one costs 14 microseconds against 18.
"""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple

import crawleruseragents
from datasketches import cpc_sketch, cpc_union  # type: ignore[import-untyped, unused-ignore]

from rejoinder.ip_addresses import packed_network_of

ROWS_LOG2 = 12
# No browser's is longer; what a hostile client sends beyond it would only cost time.
LONGEST_USER_AGENT = 512
# The kept list has 1,500 patterns and takes a third of a millisecond; readers share few browsers.
REMEMBERED_USER_AGENTS = 2048
# Both a sum of estimates and a merge's estimate err, by 1 % at most as a standard deviation: room
# for five and more.
SLACK = 1.06


class Rank(NamedTuple):
    """Sorts articles, descending: more readers first, among equals the newer."""

    readers: int
    published_at: datetime
    article_id: int


def hash_reader(salt: bytes, article_id: int, address: str, user_agent: str) -> int:
    """64 bits that are the same for one browser, one article and one salt, and else unrelated.

    The article stands for its site here and does more: rows of two articles hold nothing in
    common by which one reader could be followed from one to the other. `salt` has at most 64
    bytes. An IPv6 address counts by its first 64 bits, because a browser changes the others.
    """
    keyed = hashlib.blake2b(digest_size=8, key=salt, person=b"reads")
    keyed.update(article_id.to_bytes(8))
    network = packed_network_of(address.strip())
    keyed.update(len(network).to_bytes(8))
    keyed.update(network)
    keyed.update(_shortened(user_agent).encode("utf-8", "surrogatepass"))
    return int.from_bytes(keyed.digest())


def is_crawler(user_agent: str) -> bool:
    """Whether a program reads, by the kept list; every browser says who it is, so silence does."""
    shortened = _shortened(user_agent).strip()
    return not shortened or _on_the_list(shortened)


def sketch(hashes: Iterable[int]) -> bytes:
    """A sketch of these readers."""
    fresh = cpc_sketch(ROWS_LOG2)
    for reader in hashes:
        fresh.update(reader)
    return bytes(fresh.serialize())


def merge(sketches: Iterable[bytes]) -> bytes:
    """One sketch of everybody who is in any of these."""
    union = cpc_union(ROWS_LOG2)
    for stored in sketches:
        union.update(cpc_sketch.deserialize(stored))
    return bytes(union.get_result().serialize())


def estimate(stored: bytes) -> int:
    """How many distinct readers a sketch has seen: within 3 % in 99 of 100 cases."""
    return round(float(cpc_sketch.deserialize(stored).get_estimate()))


def bound(hourly: int) -> float:
    """What the merge of hours cannot exceed whose estimates sum up to `hourly`."""
    return hourly * SLACK


def hour_of(moment: datetime) -> datetime:
    """The hour, in UTC, in which a moment lies."""
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def _shortened(user_agent: str) -> str:
    return user_agent[:LONGEST_USER_AGENT]


@lru_cache(maxsize=REMEMBERED_USER_AGENTS)
def _on_the_list(user_agent: str) -> bool:
    return bool(crawleruseragents.is_crawler(user_agent))
