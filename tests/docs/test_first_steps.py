"""What a newcomer is told to do can be done as it is told."""

import json
import re
import tomllib
from datetime import UTC, datetime

import pytest

from rejoinder.articles.fields import LONGEST_BODY
from rejoinder.articles.model import ArticleSource, from_fields, read_source
from rejoinder.errors import Invalid
from rejoinder.moderation.policy import read_policy
from tests.support.documents import DOCUMENTS, code, rows
from tests.support.source_files import ROOT

ARTICLES = ROOT / "docs" / "articles.md"
BEGINNING = ROOT / "docs" / "README.md"


def test_the_documents_begin_with_a_newspaper_and_not_with_the_judge() -> None:
    first, *_, last = re.findall(r"^#+ (.+)$", BEGINNING.read_text(encoding="utf-8"), re.MULTILINE)
    assert first == "Put it under your newspaper"
    assert last == "All pages"


def test_nobody_is_sent_for_a_package_that_is_not_to_be_had() -> None:
    for document in DOCUMENTS:
        assert not re.search(r"pip install '?rejoinder", document.read_text(encoding="utf-8")), (
            document
        )


def test_the_version_of_python_and_the_locked_file_are_the_projects() -> None:
    text = BEGINNING.read_text(encoding="utf-8")
    with (ROOT / "pyproject.toml").open("rb") as file:
        needed = tomllib.load(file)["project"]["requires-python"].removeprefix(">=")
    assert f"Python {needed} or later" in text
    for locked in re.findall(r"-r (\S+)", code(BEGINNING)):
        assert (ROOT / locked).is_file()


def test_every_field_of_an_article_is_told_of_with_its_bound() -> None:
    for row in rows(ARTICLES, "field"):
        name, bound = row["field"].strip("`"), row["at most"].partition(" ")[0]
        fields: dict[object, object] = {
            "headline": "Trams",
            "slug": "trams",
            "body": "Until three.",
        }
        if not bound:
            continue
        text = "a" * int(bound)
        taken = from_fields({**fields, name: text})
        assert getattr(taken, name) == text
        with pytest.raises(Invalid) as refused:
            from_fields({**fields, name: text + "a"})
        assert refused.value.details["field"] == name
    told = {row["field"].strip("`") for row in rows(ARTICLES, "field")}
    assert told == {
        {"published_at": "published", "page": "url"}.get(name, name)
        for name in ArticleSource.__dataclass_fields__
        if name not in {"body", "text", "slug_is_made"}  # which is read from the body
    }
    assert f"{LONGEST_BODY} characters at most" in ARTICLES.read_text(encoding="utf-8")


def test_the_articles_in_the_examples_are_taken() -> None:
    text = ARTICLES.read_text(encoding="utf-8")
    file = re.search(r"^```markdown\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    sent = re.search(r"-d '(\{.*?\})'", text)
    assert file is not None
    assert sent is not None
    source = read_source(file[1])
    assert source.slug == "trams-until-three"
    assert source.published_at == datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
    assert from_fields(json.loads(sent[1])).slug == source.slug
    quoted = re.search(r"`(headline: \".*?\")`", text)
    assert quoted is not None
    assert read_source(f"---\n{quoted[1]}\n---\nWords.").headline == "Offered 820,000 each: no"


def test_the_policys_settings_that_are_named_exist() -> None:
    for setting in re.findall(r'`(mode = "[^"]+")`', BEGINNING.read_text(encoding="utf-8")):
        read_policy(setting)
