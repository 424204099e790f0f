"""Pages with the recipes of integrations/, made by the systems that they are for."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import pytest
from django.conf import settings as django_settings  # type: ignore[import-untyped]
from django.template import Context, Engine  # type: ignore[import-untyped]
from django.test import override_settings  # type: ignore[import-untyped]
from jinja2 import Environment, FileSystemLoader

from tests.support.node import by_node, leave_out
from tests.support.source_files import ROOT
from tools import publishing_systems

RECIPES: Final = ROOT / "integrations"
SCRIPT: Final = Path(__file__).with_suffix(".mjs")
EXAMPLE: Final = "https://comments.courier.example"


@dataclass(frozen=True, slots=True)
class Told:
    """What a page says of its thread."""

    server: str
    article_id: str
    url: str
    token: str | None = None


def plain_page(told: Told, _: Path) -> str:
    """The lines of docs/install.md."""
    text = (ROOT / "docs" / "install.md").read_text(encoding="utf-8")
    found = re.search(r"```html\n(<script.*?)```", text, re.DOTALL)
    assert found is not None
    page = found[1].replace(EXAMPLE, told.server).replace('"4711"', f'"{told.article_id}"')
    return page.replace("https://courier.example/2026/bridge", told.url)


def jinja_page(told: Told, _: Path, *, autoescape: bool = True) -> str:
    """A page of Jinja's with the macro."""
    loader = FileSystemLoader(RECIPES / "jinja")
    pages = Environment(loader=loader, autoescape=autoescape)  # noqa: S701 - both ways are met
    page = pages.from_string(
        '{% from "comments.html" import comments %}{{ comments(server, article_id, url, token) }}'
    )
    return page.render(asdict(told))


def django_page(told: Told, _: Path, **context: object) -> str:
    """A page of Django's with the template tag."""
    if not django_settings.configured:
        django_settings.configure(ALLOWED_HOSTS=["courier.example"])
    library = "rejoinder_comments.templatetags.rejoinder"
    with pytest.MonkeyPatch.context() as patch, override_settings(COMMENTS_URL=f"{told.server}/"):
        patch.syspath_prepend(str(RECIPES / "django"))
        page = Engine(libraries={"rejoinder": library}).from_string(
            "{% load rejoinder %}{% comments article_id url token %}"
        )
        return str(page.render(Context({**asdict(told), **context})))


def hugo_page(told: Told, folder: Path) -> str:
    """A page of Hugo's with the shortcode, which calls the partial."""
    hugo = publishing_systems.hugo()
    if hugo is None:
        leave_out(publishing_systems.NO_HUGO, "NEEDS_PUBLISHING_SYSTEMS")
    home, _, path = told.url.removesuffix(".html").rpartition("/")
    (folder / "content").mkdir()
    matter = json.dumps({"title": "The bridge", "comments_id": told.article_id})
    (folder / "content" / f"{path}.md").write_text(matter + "\n{{< comments >}}\n", "utf-8")
    shutil.copytree(RECIPES / "hugo" / "layouts", folder / "layouts")
    (folder / "theme" / "layouts" / "_default").mkdir(parents=True)
    (folder / "theme" / "layouts" / "_default" / "single.html").write_text("{{ .Content }}")
    settings = {
        "baseURL": f"{home}/",
        "uglyURLs": True,
        "theme": "theme",
        "disableKinds": ["taxonomy", "term", "home", "RSS", "sitemap", "404"],
        "params": {"comments": told.server},
    }
    (folder / "config.json").write_text(json.dumps(settings), "utf-8")
    command = [hugo or "", "--themesDir", ".", "--quiet"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    (made,) = (folder / "public").glob("*.html")
    return made.read_text(encoding="utf-8")


def ghost_page(told: Told, _: Path) -> str:
    """A page of a Ghost theme's with the partial, by Handlebars."""
    return str(by_node("handlebars", str(SCRIPT), "ghost", told=asdict(told)))


def react_page(told: dict[str, object]) -> tuple[str, str]:
    """A page of React's with the component, as a server writes it, and the script of its own."""
    made = by_node("esbuild", str(SCRIPT), "react", told=told)
    return made["html"], made["script"]


def react_page_in_one(told: Told) -> str:
    """A page whose server asks for the thread while it makes the page, by React's component."""
    return str(by_node("esbuild", str(SCRIPT), "whole", told=asdict(told)))


def reader_token(reader: dict[str, str] | None, secret: str) -> str:
    """What the recipe for servers of Next.js says of a reader."""
    told = {"reader": reader, "secret": secret}
    return str(by_node("esbuild", str(SCRIPT), "token", told=told))


PAGES: Final[dict[str, Callable[[Told, Path], str]]] = {
    "plain": plain_page,
    "jinja": jinja_page,
    "django": django_page,
    "hugo": hugo_page,
    "ghost": ghost_page,
}
