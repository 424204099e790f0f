"""The command line as an operator uses it: each command, and one clear line when it cannot."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from litestar.testing import TestClient

from rejoinder.app import Newspaper, create_app
from rejoinder.settings import Settings
from tests.support.cli import Run, Said
from tests.support.fake_judges import gentle
from tests.support.newspaper import HOME

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

ARTICLE = """---
headline: Harbour bridge to close
section: City
standfirst: Six weeks.
published: 2026-06-14T09:30:00Z
---
The harbour bridge will close *for repairs*.
"""


@contextmanager
def served(database_url: str) -> Iterator[TestClient[Newspaper]]:
    """A browser at the site that the commands made."""
    app = create_app(Settings(database_url=database_url), judge=gentle)
    with TestClient(app, base_url=HOME) as browser:
        yield browser


def check_refused(said: Said, told: str) -> None:
    """One clear line on stderr, no trace, status 2."""
    assert said.status == 2
    assert said.out == ""
    assert said.err.startswith("rejoinder: ")
    assert said.err.count("\n") == 1
    assert told in said.err


def test_a_site_is_founded_and_listed(run: Run) -> None:
    told = run(
        "site", "add", "courier", "--name", "The Courier", "--language", "nb", "--time-zone",
        "Europe/Oslo", "--url", "https://courier.example/", "--accent", "#123456",
        "--host", "courier.example", "--origin", "https://app.example",
    )  # fmt: skip
    assert told.status == 0
    assert "The Courier is founded." in told.out
    assert run("site", "list").out == "courier\tThe Courier\thttps://courier.example\n"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--time-zone", "Mars/Olympus"), "“Mars/Olympus” is not a time zone."),
        (("--accent", "red"), "#rrggbb"),
    ],
)
def test_a_site_that_cannot_be_is_refused(run: Run, words: tuple[str, ...], told: str) -> None:
    check_refused(run("site", "add", "x", "--name", "X", *words), told)
    assert run("site", "list").out == ""


def test_a_site_is_founded_once(site: Run) -> None:
    check_refused(site("site", "add", "gazette", "--name", "Again"), "already")
    assert site("site", "list").out.count("\n") == 1


def test_articles_are_added_and_brought_up_to_date(site: Run, tmp_path: Path) -> None:
    first, second = tmp_path / "first.md", tmp_path / "second.md"
    first.write_text(ARTICLE, encoding="utf-8")
    second.write_text("\ufeff" + ARTICLE.replace("Harbour", "Railway"), encoding="utf-8")
    told = site("article", "add", first, second)
    assert told.status == 0
    assert told.out.splitlines() == [
        f"{HOME}/articles/harbour-bridge-to-close",
        f"{HOME}/articles/railway-bridge-to-close",
    ]
    first.write_text(ARTICLE.replace("Six", "Seven"), encoding="utf-8")
    assert site("article", "add", first).out == f"{HOME}/articles/harbour-bridge-to-close\n"


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("No front matter.", "must begin with front matter"),
        ("---\nheadline: [\n---\nWords.", "not valid YAML"),
        ("---\n- a\n---\nWords.", "lines of “name: value”"),
        ("---\nsection: City\n---\nWords.", "An article needs a headline."),
        ("---\nheadline: A\n---\n", "An article needs a body."),
        ("---\nheadline: A\nheadlin: B\n---\nWords.", "headlin. There is no such field."),
        ("---\nheadline: 7\n---\nWords.", "This must be text."),
        ("---\nheadline: A\npublished: soon\n---\nWords.", "This must be a date and time"),
        ("---\nheadline: A\nslug: A b\n---\nWords.", "A slug is made of"),
        ("---\nheadline: &a [*a]\n---\nWords.", ""),
        ("---\nheadline: !!python/object/apply:os.system ['true']\n---\nWords.", "not valid YAML"),
    ],
)
def test_a_broken_article_is_told_by_file_in_one_line(
    site: Run, tmp_path: Path, source: str, told: str
) -> None:
    good, broken = tmp_path / "good.md", tmp_path / "broken.md"
    good.write_text(ARTICLE, encoding="utf-8")
    broken.write_text(source, encoding="utf-8")
    said = site("article", "add", good, broken)
    check_refused(said, told)
    assert "broken.md: " in said.err


def test_a_file_that_is_no_text_is_told(site: Run, tmp_path: Path) -> None:
    broken = tmp_path / "picture.md"
    broken.write_bytes(b"\xff\xd8\xff")
    check_refused(site("article", "add", broken), "picture.md: It cannot be read as text.")
    check_refused(site("article", "add", tmp_path / "nothing.md"), "nothing.md: ")
    check_refused(site("article", "add", tmp_path), "It cannot be read as text.")


def test_a_sound_policy_is_put_in_force_and_shown(site: Run, tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    file.write_text('mode = "assisted"\n', encoding="utf-8")
    assert site("policy", "check", file).out == "The policy is sound.\n"
    told = site("policy", "put", file)
    assert told.status == 0
    assert "is in force at The Gazette." in told.out
    assert site("policy", "show").out == 'mode = "assisted"\n'


def test_a_policy_is_replayed_and_nothing_is_changed(site: Run, tmp_path: Path) -> None:
    before = site("policy", "show").out
    file = tmp_path / "policy.toml"
    file.write_text('mode = "all-held"\n', encoding="utf-8")
    said = site("policy", "replay", file, "--days", 7)
    assert said.out.startswith("0 comments, of which 0 had no answer of the judge.\n")
    assert "Changed: 0." in said.out
    assert site("policy", "show").out == before


def test_every_mistake_of_a_policy_is_told_with_its_line(site: Run, tmp_path: Path) -> None:
    before = site("policy", "show").out
    file = tmp_path / "policy.toml"
    file.write_text('mode = "shut"\n\n[length]\nmaximum = -1\nlongest = 3\n', encoding="utf-8")
    for command in ("check", "put"):
        said = site("policy", command, file)
        assert said.status == 2
        first, *lines = said.err.splitlines()
        assert first.startswith("rejoinder: The policy cannot be put in force")
        assert [line.split(":")[0].strip() for line in lines] == ["line 1", "line 4", "line 5"]
        assert "length.maximum" in said.err
        assert "%(" not in said.err
    assert site("policy", "show").out == before


def test_a_policy_that_is_no_toml_is_told(site: Run, tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    file.write_text("mode = = 1\n", encoding="utf-8")
    said = site("policy", "check", file)
    assert said.status == 2
    assert "line 1" in said.err
    check_refused(site("policy", "check", tmp_path / "nothing.toml"), "cannot be read as text")


def test_several_sites_must_be_told_apart(site: Run, tmp_path: Path) -> None:
    site("site", "add", "courier", "--name", "The Courier", "--host", "courier.example")
    check_refused(site("staff", "list"), "There are several sites: say which one with --site.")
    assert site("staff", "list", "--site", "courier").status == 0
    check_refused(site("staff", "list", "--site", "nobody"), "There is no such site.")


def test_a_command_needs_a_site(run: Run) -> None:
    check_refused(run("staff", "list"), "There is no such site.")


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("DATABASE_URL", "mysql://x/y", "must begin with sqlite:/// or postgresql://"),
        ("DATABASE_URL", "postgresql://127.0.0.1:1/x", "The database does not answer"),
        ("JUDGE_TIMEOUT", "soon", "REJOINDER_JUDGE_TIMEOUT must be a number"),
        ("TRUSTED_PROXIES", "everywhere", "REJOINDER_TRUSTED_PROXIES"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(
    run: Run, monkeypatch: pytest.MonkeyPatch, name: str, value: str, told: str
) -> None:
    monkeypatch.setenv(f"REJOINDER_{name}", value)
    check_refused(run("site", "list"), told)


def test_the_command_says_what_it_can_do(run: Run) -> None:
    told = run("--help")
    assert told.status == 0
    for command in ("serve", "demo", "site", "article", "staff", "key", "policy", "judge"):
        assert f"\n  {command}" in told.out
    assert run("--version").out.startswith("rejoinder, version ")
    assert run("nonsense").status == 2
