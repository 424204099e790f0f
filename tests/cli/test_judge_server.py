"""`rejoinder judge-server`: what it says before it starts, and the file of keys that it reads."""

from importlib import import_module
from pathlib import Path

import pytest
from click.testing import CliRunner

from rejoinder.cli import web_server
from rejoinder.secret_tokens import hash_token
from rejoinder.settings import Settings, from_environment
from tests.support.cli import Run, runner


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `rejoinder` with these words in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return runner(monkeypatch, capsys)


def test_it_says_what_is_missing_in_one_line(run: Run) -> None:
    for words, said in (
        ([], "needs a file of keys (--keys FILE), or to be open to all (--open)"),
        (["--keys", "nothing"], "The file of keys nothing cannot be read."),
        (["--fetch", "--keys", "nothing"], "The file of keys nothing cannot be read."),
        (["--open", "--fetch", "http://paper.example"], "must be 1, or hosts such as"),
        (["--open", "--scale", "nothing"], "nothing is not a file of Perspective's scale."),
    ):
        ended = run("judge-server", "--port", "0", *words)
        assert ended.status == 2
        assert said in ended.err
        assert "Traceback" not in ended.err


@pytest.mark.parametrize(
    ("before", "words", "fetch", "hosts"),
    [
        ("", [], False, ()),
        ("", ["--fetch"], True, ()),
        ("0", ["--fetch"], True, ()),
        ("paper.example", [], True, ("paper.example",)),
        ("paper.example", ["--fetch"], True, ("paper.example",)),
        ("paper.example", ["--fetch", "other.example"], True, ("other.example",)),
    ],
)
def test_it_fetches_from_no_more_hosts_than_it_was_told(
    before: str,
    words: list[str],
    fetch: bool,
    hosts: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started: list[Settings] = []

    class Server:
        def __init__(self, *_words: object, **_named: object) -> None:
            started.append(from_environment())

        def on_reload(self, _hook: object) -> None:
            """Is never loaded anew."""

        def serve(self) -> None:
            """Serves nobody."""

    module = import_module("rejoinder.cli.judge_server")
    monkeypatch.setattr(web_server, "_Server", Server)
    monkeypatch.setenv("REJOINDER_DROPIN_FETCH", before)
    monkeypatch.setenv("REJOINDER_DROPIN_OPEN", "1")
    ended = CliRunner().invoke(module.judge_server, ["--open", *words])
    assert ended.exit_code == 0, ended.output
    assert (started[0].dropin.fetch, started[0].dropin.fetch_hosts) == (fetch, hosts)
    assert ended.stderr == "Listening at http://127.0.0.1:8100; stop with Ctrl-C.\n"


def test_a_newspaper_with_a_wrong_scale_does_not_start(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REJOINDER_DROPIN_SCALE", "nothing")
    ended = run("serve", "--dropin", "--port", "0")
    assert ended.status == 2
    assert "nothing is not a file of Perspective's scale." in ended.err
    assert not (tmp_path / "var").exists()


def test_a_key_is_made_for_it_without_a_store(run: Run, tmp_path: Path) -> None:
    made = [
        run("key", "create", name, "--for", "dropin", "--file", "keys", *more)
        for name, more in (("coral", []), ("blog", ["--short"]))
    ]
    tokens = [each.out.strip() for each in made]
    assert len(tokens[1]) == 12
    written = (tmp_path / "keys").read_text(encoding="utf-8").splitlines()
    assert written == [f"coral {hash_token(tokens[0])}", f"blog {hash_token(tokens[1])}"]
    assert (tmp_path / "keys").stat().st_mode & 0o077 == 0
    assert not (tmp_path / "var").exists()
    refused = run("key", "create", "a b", "--for", "dropin", "--file", "keys")
    assert "no space" in refused.err
