"""Each recipe for a publishing system makes the same element, whatever an article is called."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from django.test import RequestFactory  # type: ignore[import-untyped]
from lxml import html

from tests.support.recipes import EXAMPLE, PAGES, Told, django_page, jinja_page

PAGE = "https://courier.example/2026/bridge"
HOSTILE = "\"'><script>alert(1)</script>&amp;"


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page has of a thread."""

    script: str
    article_id: str
    url: str
    token: str | None
    without_scripts: str | None


def shown(made: str) -> Shown:
    """The one script and the one element, and nothing else."""
    root = html.fragment_fromstring(made, create_parent="main")
    (script, thread) = root
    assert (script.tag, script.get("type"), script.text) == ("script", "module", None)
    assert thread.tag == "rejoinder-thread"
    (link,) = thread
    article_id, url, token = (thread.get(name) for name in ("article-id", "url", "token"))
    return Shown(script.get("src"), article_id, url, token, link.get("href"))


def wanted(told: Told) -> Shown:
    return Shown(f"{EXAMPLE}/embed.js", told.article_id, told.url, told.token, f"{EXAMPLE}/")


@pytest.mark.parametrize("name", sorted(PAGES.keys() - {"plain"}))
@pytest.mark.parametrize("article_id", ["4711", HOSTILE])
def test_the_element_says_the_article(name: str, article_id: str, tmp_path: Path) -> None:
    told = Told(EXAMPLE, article_id, PAGE)
    # Hugo says itself where its page is.
    made = PAGES[name](told, tmp_path)
    found = shown(made)
    assert found == wanted(Told(EXAMPLE, article_id, found.url))
    assert found.url.removesuffix(".html") == PAGE


@pytest.mark.parametrize("name", ["jinja", "django", "ghost"])
def test_an_address_may_be_whatever_it_is(name: str, tmp_path: Path) -> None:
    told = Told(EXAMPLE, "4711", f"{PAGE}?a=1&b={HOSTILE}")
    assert shown(PAGES[name](told, tmp_path)) == wanted(told)


@pytest.mark.parametrize("name", ["jinja", "django"])
@pytest.mark.parametrize("token", ["", "e30.e30.x", HOSTILE])
def test_a_page_may_say_who_reads(name: str, token: str, tmp_path: Path) -> None:
    told = Told(EXAMPLE, "4711", PAGE, token)
    assert shown(PAGES[name](told, tmp_path)) == wanted(told)


def test_jinja_escapes_where_its_site_does_not(tmp_path: Path) -> None:
    told = Told(EXAMPLE, HOSTILE, PAGE)
    assert shown(jinja_page(told, tmp_path, autoescape=False)) == wanted(told)


def test_django_makes_a_whole_address_of_a_path(tmp_path: Path) -> None:
    asked = RequestFactory().get("/", secure=True, headers={"host": "courier.example"})
    told = Told(EXAMPLE, "4711", "/2026/bridge")
    made = django_page(told, tmp_path, request=asked)
    assert shown(made) == wanted(Told(EXAMPLE, "4711", PAGE))
