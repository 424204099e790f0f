"""Whatever the API's document allows, and whatever it forbids, is answered as the document says.

Schemathesis makes the calls, the same ones in every run.
"""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from httpx import Response
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from litestar.testing import TestClient

from rejoinder.app import Newspaper, create_app
from rejoinder.articles import actions as articles
from rejoinder.articles.model import ArticleSource
from rejoinder.settings import DropinSettings, Settings
from rejoinder.sites import actions as sites
from rejoinder.sites.model import NewKey, NewSite, Scope
from tests.support.fake_judges import gentle
from tests.support.newspaper import HOME
from tests.web.conftest import NOON
from tools.openapi import DOCUMENT

# Of each operation; most of the time goes into making them up.
EXAMPLES = {"positive": 8, "negative": 6}
QUICKLY = settings(
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


class Door:
    """A newspaper that answers other services too, with one article, and a key to everything."""

    def __init__(self, url: str) -> None:
        told = Settings(
            database_url=url,
            posts_per_minute=0,
            key_calls_per_minute=0,
            dropin=DropinSettings(enabled=True, open=True),
        )
        app = create_app(told, clock=lambda: NOON, judge=gentle)
        self.parts = app.state.app_state
        with self.parts.database.writing() as connection:
            site = sites.create_site(connection, NewSite("gazette", "The Gazette"), now=NOON)
            source = ArticleSource(slug="bridge", headline="Bridge to close", body="In March.")
            self.article = articles.put(connection, site.id, source, now=NOON)
            self.key = sites.create_key(connection, site, NewKey("tests", {Scope.ADMIN}), now=NOON)
        self.parts.live.end()  # a stream would go on for ever
        self.browser: TestClient[Newspaper] = TestClient(app, base_url=HOME)

    def knock(self, case: Any) -> Response:
        """Sends what was made up, with a key that opens."""
        sent = case.as_transport_kwargs(base_url=HOME)
        sent.pop("cookies", None)  # nothing that the document tells of looks at one
        made_up = {  # of a text the client would take ASCII alone
            name: value.encode("latin-1") for name, value in sent.pop("headers", {}).items()
        }
        sent["headers"] = {**made_up, "authorization": f"Bearer {self.key}"}
        if isinstance(sent.get("data"), bytes | str):
            sent["content"] = sent.pop("data")
        return self.browser.request(sent.pop("method"), sent.pop("url"), **sent)


@pytest.fixture(scope="module")
def door(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    path = shutil.copy(sqlite_template, tmp_path_factory.mktemp("door") / "store.db")
    door = Door(f"sqlite:///{path}")
    with door.browser:
        yield door


@dataclass(frozen=True, slots=True)
class Document:
    """The API's document, as Schemathesis reads it."""

    operations: Any
    modes: dict[str, Any]
    checks: list[Any]


@pytest.fixture(scope="module")
def document() -> Document:
    """Read here: to load Schemathesis costs each test process as much as all of these tests."""
    import schemathesis  # noqa: PLC0415
    from schemathesis.checks import not_a_server_error  # noqa: PLC0415
    from schemathesis.specs.openapi import checks  # noqa: PLC0415

    held = [
        not_a_server_error,
        checks.status_code_conformance,
        checks.content_type_conformance,
        checks.response_schema_conformance,
    ]
    modes = {mode.value: mode for mode in schemathesis.GenerationMode}
    return Document(schemathesis.openapi.from_path(str(DOCUMENT)), modes, held)


def kinds() -> Iterator[tuple[str, str, str]]:
    """What the document allows of each operation; what it forbids, where there is such a thing."""
    for path, item in json.loads(DOCUMENT.read_text(encoding="utf-8"))["paths"].items():
        for method, told in item.items():
            yield path, method, "positive"
            named = told.get("parameters", [])
            # A word in the address can be any word.
            words = {"path": "string"}
            if told.get("requestBody") or any(
                each["schema"].get("type") != words.get(each["in"]) for each in named
            ):
                yield path, method, "negative"


@pytest.mark.parametrize(("path", "method", "mode"), list(kinds()))
def test_every_call_is_answered_as_the_document_says(
    door: Door, document: Document, path: str, method: str, mode: str
) -> None:
    operation = document.operations[path][method]
    made: st.SearchStrategy[Any] = operation.as_strategy(generation_mode=document.modes[mode])

    @settings(QUICKLY, max_examples=EXAMPLES[mode])
    @given(case=made)
    def knock(case: Any) -> None:
        # Half of those who name an article name one that is there.
        named = case.path_parameters or {}
        if mode == "positive" and named.get("article_id", 1) % 2 == 0:
            case.path_parameters = {"article_id": door.article.id}
        case.validate_response(door.knock(case), checks=document.checks)

    knock()
