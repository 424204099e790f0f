"""Addresses of pages: what is one page, what is another, and what is refused."""

import pytest

from rejoinder.articles.addresses import (
    LONGEST_ADDRESS,
    MOST_PARAMETERS,
    is_on,
    read_address,
    read_address_on,
)
from rejoinder.errors import Invalid

TRAMS = "https://paper.example/2026/trams?page=2&view=all"
OWN = ("https://paper.example", "http://localhost:1313/", "not an origin")


@pytest.mark.parametrize(
    "same",
    [
        "http://paper.example/2026/trams?page=2&view=all",
        "https://PAPER.Example:443/2026/trams?page=2&view=all",
        "http://paper.example:80/2026/trams?page=2&view=all",
        "https://paper.example./2026/trams/?page=2&view=all",
        "https://paper.example//2026/./x/../trams//?view=all&page=2",
        "https://paper.example/2026/%74r%61ms?page=2&view=all#comment-7",
        "  https://paper.example/2026/trams?utm_source=x&page=2&FBCLID=7&view=all&&gclid=1&%75tm_id=3\n",
    ],
)
def test_one_page_is_known_however_its_address_is_written(same: str) -> None:
    assert read_address(same).key == read_address(TRAMS).key == TRAMS.removeprefix("https://")


@pytest.mark.parametrize(
    "other",
    [
        "https://www.paper.example/2026/trams?page=2&view=all",
        "https://paper.example:8443/2026/trams?page=2&view=all",
        "https://paper.example/2026/Trams?page=2&view=all",
        "https://paper.example/2026%2Ftrams?page=2&view=all",
        "https://paper.example/2026/trams?page=3&view=all",
        "https://paper.example/2026/trams?page=2&page=2&view=all",
        "https://paper.example/2026/trams",
        "https://рaper.example/2026/trams?page=2&view=all",
        "https://paper.example.evil.example/2026/trams?page=2&view=all",
    ],
)
def test_what_may_be_another_page_is_another(other: str) -> None:
    assert read_address(other).key != read_address(TRAMS).key


@pytest.mark.parametrize(
    ("raw", "url"),
    [
        ("http://Paper.example:80/a/?b=1&a=2&utm_id=7#x", "http://paper.example/a/?b=1&a=2"),
        ("https://paper.example", "https://paper.example/"),
        (
            "https://paper.example/é?q=é+x&r=%c3%a9",
            "https://paper.example/%C3%A9?q=%C3%A9+x&r=%C3%A9",
        ),
        ("https://bücher.example/%zz", "https://xn--bcher-kva.example/%25zz"),
        ("https://[::1]:8080/a", "https://[::1]:8080/a"),
        ("http://localhost:1313/a'b\"<c>", "http://localhost:1313/a'b%22%3Cc%3E"),
    ],
)
def test_a_link_is_followed_as_the_newsroom_wrote_it(raw: str, url: str) -> None:
    assert read_address(raw).url == url
    assert read_address(url).url == url


@pytest.mark.parametrize(
    "raw",
    [
        *(
            "",
            "paper.example/a",
            "//paper.example/a",
            "/a",
            "https://",
            "https:///a",
            "https:paper",
        ),
        *("javascript:alert(1)", "data:text/html,x", "ftp://paper.example/", "file:///etc/passwd"),
        *(
            "https://paper.example@evil.example/",
            "https://a:b@paper.example/",
            "https://@paper.example/",
        ),
        *(
            "https://evil.example\\@paper.example/",
            "https:\\\\paper.example/a",
            "https://paper.example\\a",
        ),
        *("https://paper.example:x/", "https://paper.example:99999/", "https://pa per.example/"),
        *(
            "https://paper.exa\nmple/a",
            "https://paper.example/a\x00",
            "https://paper.example/\u202ea",
        ),
        *(
            "https://paper%2eexample/",
            "https://[::1/",
            "https://[not]/",
            "https://a..b/",
            "https://-a-/",
        ),
        "https://" + "a." * 200 + "example/",
        "https://" + "ü" * 300 + ".example/",
        "https://paper.example/" + "a" * LONGEST_ADDRESS,
        "https://paper.example/" + "é" * (LONGEST_ADDRESS // 2),
        "https://paper.example/?" + "&".join(["a"] * (MOST_PARAMETERS + 1)),
        "https://paper.example/\ud800",
        "h" * 10_000,
    ],
)
def test_what_is_no_address_of_a_page_is_refused(raw: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_address(raw)
    assert refused.value.code == "bad-address"


def test_a_page_of_the_site_is_led_to_by_the_scheme_of_its_origin() -> None:
    assert read_address_on(OWN, "http://paper.example/a#b").url == "https://paper.example/a"
    assert read_address_on(OWN, "https://localhost:1313/a").url == "http://localhost:1313/a"


@pytest.mark.parametrize(
    "raw",
    [
        *(
            "https://evil.example/a",
            "https://paper.example.evil.example/",
            "https://www.paper.example/",
        ),
        *("https://paper.example:8443/", "https://рaper.example/", "http://localhost/"),
    ],
)
def test_a_page_of_another_origin_is_none_of_the_sites(raw: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_address_on(OWN, raw)
    assert refused.value.code == "wrong-origin"
    assert not is_on(OWN, raw)


def test_whoever_has_no_origins_has_no_pages_elsewhere() -> None:
    assert not is_on((), TRAMS)
    assert is_on(OWN, TRAMS)
    assert not is_on(OWN, "http://paper.example/a")
