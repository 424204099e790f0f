"""Who counts as one reader, who as none, and how near the estimate comes."""

import pytest

from rejoinder.readership import sketches
from tests.readership.conftest import FIREFOX, addresses

SALT = b"a day's salt"
CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/137.0.0.0 Safari/537.36"
)
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1"
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("192.0.2.7", FIREFOX), ("192.0.2.7", FIREFOX)),
        (("192.0.2.7", FIREFOX), (" 192.0.2.7 ", FIREFOX)),
        (("192.0.2.7", FIREFOX), ("::ffff:192.0.2.7", FIREFOX)),
        (("2001:db8:1:2::1", FIREFOX), ("2001:db8:1:2:aaaa:bbbb:cccc:dddd", FIREFOX)),
        (("unix:", FIREFOX), ("unix:", FIREFOX)),
        (("192.0.2.7", FIREFOX + "x" * 600), ("192.0.2.7", FIREFOX + "x" * 700)),
    ],
)
def test_one_reader_stays_one(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert sketches.hash_reader(SALT, 1, *one) == sketches.hash_reader(SALT, 1, *other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((SALT, 1, "192.0.2.7", FIREFOX), (SALT, 1, "192.0.2.8", FIREFOX)),
        ((SALT, 1, "192.0.2.7", FIREFOX), (SALT, 1, "192.0.2.7", CHROME)),
        ((SALT, 1, "192.0.2.7", FIREFOX), (SALT, 2, "192.0.2.7", FIREFOX)),
        ((SALT, 1, "192.0.2.7", FIREFOX), (b"another day's", 1, "192.0.2.7", FIREFOX)),
        ((SALT, 1, "2001:db8:1:2::1", FIREFOX), (SALT, 1, "2001:db8:1:3::1", FIREFOX)),
        ((SALT, 1, "ab", "c"), (SALT, 1, "a", "bc")),
        ((SALT, 1, "\ud800", "\ud800"), (SALT, 1, "\ud801", "\ud800")),
    ],
)
def test_different_readers_articles_and_days_are_unrelated(
    one: tuple[bytes, int, str, str], other: tuple[bytes, int, str, str]
) -> None:
    assert sketches.hash_reader(*one) != sketches.hash_reader(*other)


@pytest.mark.parametrize(
    ("user_agent", "is_one"),
    [
        ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", True),
        ("Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2)", True),
        ("facebookexternalhit/1.1", True),
        ("curl/8.5.0", True),
        ("python-requests/2.32.3", True),
        ("", True),
        ("   ", True),
        (FIREFOX, False),
        (CHROME, False),
        (IPHONE, False),
        (FIREFOX + " " * 600 + "Googlebot/2.1", False),
    ],
)
def test_crawlers_are_told_from_browsers(user_agent: str, is_one: bool) -> None:
    assert sketches.is_crawler(user_agent) is is_one


@pytest.mark.parametrize("day", range(5))
def test_fifty_thousand_readers_over_a_day_are_counted_within_three_per_cent(day: int) -> None:
    hours: list[list[int]] = [[] for _ in range(24)]
    for number, address in enumerate(addresses(50_000)):
        reader = sketches.hash_reader(bytes([day]), 1, address, FIREFOX)
        hours[number % 24].append(reader)
        if number % 3 == 0:  # and comes back later
            hours[number // 3 % 24].append(reader)
    counted = sketches.estimate(sketches.merge(map(sketches.sketch, hours)))
    assert abs(counted - 50_000) < 1_500


@pytest.mark.parametrize("readers", [0, 1, 2, 10, 100])
def test_few_readers_are_counted_to_the_last(readers: int) -> None:
    hashes = [sketches.hash_reader(SALT, 1, address, FIREFOX) for address in addresses(readers)]
    assert sketches.estimate(sketches.sketch(hashes)) == readers
    assert sketches.estimate(sketches.merge([sketches.sketch(hashes)] * 3)) == readers


def test_a_full_sketch_takes_no_more_than_its_promised_size() -> None:
    hashes = [sketches.hash_reader(SALT, 1, address, FIREFOX) for address in addresses(50_000)]
    assert len(sketches.sketch(hashes[:100])) < 200
    assert len(sketches.sketch(hashes)) < 2_600
