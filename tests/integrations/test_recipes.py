"""Each recipe for a publishing system makes the same element, whatever an article is called."""

import re
from dataclasses import dataclass

import pytest
from django.conf import settings as django_settings  # type: ignore[import-untyped]
from django.template import Context, Engine  # type: ignore[import-untyped]
from django.test import RequestFactory  # type: ignore[import-untyped]
from jinja2 import Environment, FileSystemLoader
from lxml import html

from tests.support.source_files import ROOT

RECIPES = ROOT / "integrations"
SERVER = "https://comments.courier.example"
PAGE = "https://courier.example/2026/bridge"
HOSTILE = "\"'><script>alert(1)</script>&amp;"


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page has of a thread."""

    script: str
    article_id: str
    url: str
    without_scripts: str


def shown(made: str) -> Shown:
    """The one script and the one element, and nothing else."""
    root = html.fragment_fromstring(made, create_parent="main")
    (script, thread) = root
    assert (script.tag, script.get("type"), script.text) == ("script", "module", None)
    assert thread.tag == "rejoinder-thread"
    (link,) = thread
    return Shown(script.get("src"), thread.get("article-id"), thread.get("url"), link.get("href"))


def wanted(article_id: str = "4711", url: str = PAGE) -> Shown:
    return Shown(f"{SERVER}/embed.js", article_id, url, f"{SERVER}/")


CASES = pytest.mark.parametrize(
    ("article_id", "url"), [("4711", PAGE), (HOSTILE, f"{PAGE}?a=1&b={HOSTILE}")]
)


@CASES
@pytest.mark.parametrize("autoescape", [False, True])
def test_jinja(article_id: str, url: str, autoescape: bool) -> None:
    loader = FileSystemLoader(RECIPES / "jinja")
    pages = Environment(loader=loader, autoescape=autoescape)  # noqa: S701 - both ways are met
    page = pages.from_string(
        '{% from "comments.html" import comments %}{{ comments(server, article_id, url) }}'
    )
    made = page.render(server=SERVER, article_id=article_id, url=url)
    assert shown(made) == wanted(article_id, url)


def django_page(**told: object) -> str:
    """A page of a real Django with the template tag."""
    if not django_settings.configured:
        django_settings.configure(COMMENTS_URL=f"{SERVER}/", ALLOWED_HOSTS=["courier.example"])
    library = "rejoinder_comments.templatetags.rejoinder"
    engine = Engine(libraries={"rejoinder": library})
    page = engine.from_string("{% load rejoinder %}{% comments article_id url %}")
    return str(page.render(Context(told)))


@CASES
def test_django(article_id: str, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(RECIPES / "django"))
    assert shown(django_page(article_id=article_id, url=url)) == wanted(article_id, url)


def test_django_makes_a_whole_address_of_a_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(RECIPES / "django"))
    asked = RequestFactory().get("/", secure=True, headers={"host": "courier.example"})
    made = django_page(article_id=4711, url="/2026/bridge", request=asked)
    assert shown(made) == wanted()


# Systems of which no part runs here: their templates are read as they are written.
WRITTEN = {
    "ghost/comments.hbs": ("{{id}}", '{{url absolute="true"}}'),
    "hugo/layouts/partials/comments.html": (
        "{{ $.Params.comments_id | default $.RelPermalink }}",
        "{{ $.Permalink }}",
    ),
}


@pytest.mark.parametrize("path", WRITTEN)
def test_a_template_puts_the_id_and_the_address_where_they_belong(path: str) -> None:
    text = (RECIPES / path).read_text(encoding="utf-8")
    article_id, url = WRITTEN[path]
    assert f'<rejoinder-thread article-id="{article_id}" url="{url}">' in text
    assert re.search(r'<script type="module" src="[^"]+/embed\.js"></script>', text)
    assert text.count("</rejoinder-thread>") == 1
