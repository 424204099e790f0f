"""`rejoinder policy try`: what would become of comments, by the same rules as of posted ones."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from io import BytesIO, TextIOWrapper
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from rejoinder.articles.model import Article
from rejoinder.engine import Case, Judge, Judgement
from rejoinder.engine.judge_pool import JudgePool
from rejoinder.moderation.actions.gather import Commenter
from rejoinder.moderation.actions.submit import Submission, submit
from rejoinder.moderation.model import Refusal, Severity
from rejoinder.storage import Database
from tests.support.cli import Run, Said
from tests.support.factories import BODY, make_article, make_site

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

Try = Callable[..., Said]
HEADLINE = "Harbour bridge to close"
ARTICLE = {"headline": HEADLINE, "body": BODY}
KIND = "The bridge should have been mended years ago."
RUDE = "You are a stupid idiot, and so is whoever planned this bridge."
# Each in the manner of one rule, or of none.
COMMENTS = (
    KIND,
    RUDE,
    f"> {KIND}\n\nQuite so, and *six weeks* is too long.",
    "Six weeks? WHY DOES THE CITY NEED SIX WEEKS FOR A BRIDGE LIKE THIS ONE",
    "Read https://one.example/a and https://two.example/b about the harbour bridge.",
    "The plan for the bridge is [here](https://three.example/plan), you fools.",
    "Zounds, four million crowns for a bridge.",
    "I saw a grey cat near the bakery; please ring me if it is yours.",
    "Mae'r bont wedi bod ar gau ers wythnosau a does neb yn gwybod pam.",
    "a",
    "b" * 6000,
)
POLICY = '[words]\nbanned = ["zounds"]\n'


@pytest.fixture
def try_out(run: Run, monkeypatch: pytest.MonkeyPatch) -> Try:
    """Runs `rejoinder policy try` over these lines: bytes as they are, anything else as JSON."""

    def try_them(*lines: object, words: tuple[object, ...] = ()) -> Said:
        raw = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
        source = TextIOWrapper(BytesIO(b"\n".join(raw) + b"\n"))
        monkeypatch.setattr("sys.stdin", source)
        return run("policy", "try", *words)

    return try_them


def answers(said: Said) -> list[dict[str, Any]]:
    return [json.loads(line) for line in said.out.splitlines()]


def one(said: Said) -> tuple[str, list[str]]:
    """The one answer's outcome, and the rules that it names."""
    [answer] = answers(said)
    return answer["outcome"], [reason["rule"] for reason in answer["reasons"]]


@pytest.fixture
def without_store(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> None:
        raise AssertionError("the store is not needed")

    monkeypatch.setattr("rejoinder.cli.policy_try.opened_store", none)


@pytest.mark.usefixtures("without_store")
def test_each_comment_is_answered_in_order_without_a_store(try_out: Try) -> None:
    lines = [{"id": number, "text": KIND, "article": ARTICLE} for number in range(130)]
    said = try_out(*lines)
    assert said.status == 0
    assert said.err == ""
    assert answers(said) == [
        {"id": number, "outcome": "publish", "reasons": []} for number in range(130)
    ]


@pytest.mark.usefixtures("without_store")
def test_reasons_name_the_rule_the_words_and_their_place_as_typed(try_out: Try) -> None:
    text = "Oh *dear*, you **idiot**."
    [answer] = answers(try_out({"id": "a", "text": text}))
    assert answer["outcome"] in {"hold", "decline"}
    insult = next(each for each in answer["reasons"] if each["rule"] == "abuse-insult")
    assert insult["message"] == "It reads as an insult to somebody."
    assert any(text[start:end] == "idiot" for start, end in insult["spans"])


def test_a_posted_comment_goes_the_same_way(
    try_out: Try, database: Database, packaged_judge: Judge, now: datetime
) -> None:
    with database.writing() as connection:
        site = make_site(connection, now=now, policy=POLICY)
        article = make_article(connection, site=site, now=now, headline=HEADLINE)
    pool = JudgePool(packaged_judge.batch, model=packaged_judge.version, timeout=60)
    post = partial(posted, database, pool, article, now=now)
    expected = [post(text, f"Berta {number}") for number, text in enumerate(COMMENTS)]
    pool.close()
    lines = [
        {"id": number, "text": text, "article": ARTICLE, "author": {"name": f"Berta {number}"}}
        for number, text in enumerate(COMMENTS)
    ]
    tried = answers(try_out(*lines, words=("--site", site.key)))
    assert [
        (each["outcome"], [(reason["rule"], reason["spans"]) for reason in each["reasons"]])
        for each in tried
    ] == expected
    assert {each["outcome"] for each in tried} == {"publish", "hold", "decline", "refuse"}


def posted(
    database: Database, pool: JudgePool, article: Article, text: str, name: str, *, now: datetime
) -> tuple[str, list[tuple[str, list[list[int]]]]]:
    """What became of a comment that was really sent, and the rules and places that it rests on."""
    sent = Submission(text, Commenter(name, "b@example.org", f"network of {name}"))
    try:
        decision = submit(database, pool, article, sent, now=now).decision
    except Refusal as refusal:
        outcome, findings = "refuse", refusal.findings
    else:
        outcome, findings = str(decision.outcome), decision.findings
    serious = [found for found in findings if found.severity > Severity.NOTE]
    return outcome, [(found.rule, [list(span) for span in found.spans]) for found in serious]


def test_a_sites_policy_is_asked(site: Run, try_out: Try) -> None:
    with_policy(site, 'mode = "all-held"')
    line = {"id": 1, "text": KIND}
    assert one(try_out(line, words=("--site", "gazette"))) == ("hold", ["mode-all-held"])
    assert one(try_out(line)) == ("publish", [])


@pytest.mark.usefixtures("without_store")
def test_a_policy_in_a_file_is_asked(try_out: Try, tmp_path: Path) -> None:
    file = tmp_path / "draft.toml"
    file.write_text('[words]\nbanned = ["bridge"]\n', "utf-8")
    said = try_out({"id": 1, "text": KIND}, words=("--policy", file))
    assert one(said) == ("decline", ["words-banned"])
    assert answers(said)[0]["reasons"][0]["spans"] == [[4, 10]]


@pytest.mark.parametrize(
    ("content", "words", "told"),
    [
        ("mode = 5", (), "line 1: mode"),
        (b"\xff", (), "cannot be read as text"),
        (None, (), "cannot be read"),
        ("", ("--site", "gazette"), "--site and --policy each name a policy"),
        ("", ("--model", "no-such-folder"), "There is no model in"),
    ],
)
def test_what_cannot_be_asked_is_told(
    site: Run, try_out: Try, tmp_path: Path, content: str | bytes | None, words: Any, told: str
) -> None:
    file = tmp_path / "draft.toml"
    if content is not None:
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    said = try_out({"id": 1, "text": KIND}, words=("--policy", file, *words))
    assert (said.status, said.out) == (2, "")
    assert told in said.err


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ({}, ("hold", ["links-many"])),
        (None, ("hold", ["links-many"])),
        ({"standing": "new"}, ("hold", ["links-many"])),
        ({"standing": "known"}, ("publish", [])),
        ({"standing": "watched"}, ("hold", ["standing-watched"])),
        ({"standing": "banned"}, ("decline", ["standing-banned"])),
        ({"name": "Berta Lund", "standing": "trusted"}, ("publish", [])),
        ({"name": "Fucking idiot", "standing": "trusted"}, ("decline", ["name-abusive"])),
        ({"name": "✓ Berta", "standing": "trusted"}, ("refuse", ["bad-name"])),
    ],
)
@pytest.mark.usefixtures("without_store")
def test_the_author_is_regarded_as_told(
    try_out: Try, author: dict[str, str] | None, expected: tuple[str, list[str]]
) -> None:
    text = f"{KIND} The plan stands at https://one.example/a for everybody to read."
    assert one(try_out({"id": 1, "text": text, "author": author})) == expected


@pytest.mark.usefixtures("without_store")
def test_an_answer_to_another_may_be_one_sign(try_out: Try) -> None:
    assert one(try_out({"id": 1, "text": "?", "parent": KIND})) == ("publish", [])
    assert one(try_out({"id": 1, "text": "?", "parent": " "})) == ("refuse", ["length-short"])


@pytest.mark.parametrize("text", ["", " \n\t", "c" * 90_000])
@pytest.mark.usefixtures("without_store")
def test_what_the_form_would_not_take_is_refused(try_out: Try, text: str) -> None:
    outcome, [rule] = one(try_out({"id": 1, "text": text}))
    assert outcome == "refuse"
    assert rule.startswith("text-")


@pytest.mark.parametrize(
    ("line", "line_id", "told"),
    [
        (b"nonsense", None, "not JSON"),
        ({"id": 7}, 7, "text"),
        ({"id": 7, "text": "a", "author": "Berta"}, 7, "author"),
        ({"id": 7, "text": "a", "author": {"name": 5}}, 7, "name"),
        ({"id": 7, "text": "a", "author": {"name": "\0"}}, 7, "NUL"),
        ({"id": 7, "text": "a", "parent": "c" * 90_000}, 7, "parent is longer"),
        (
            {"id": 7, "text": "a", "author": {"standing": "vip"}},
            7,
            "There is no standing “vip”; there are new, known, trusted, watched, banned.",
        ),
    ],
)
@pytest.mark.usefixtures("without_store")
def test_a_bad_line_is_told_by_its_number_and_the_rest_goes_on(
    try_out: Try, line: object, line_id: int | None, told: str
) -> None:
    good = {"id": 1, "text": KIND}
    said = try_out(good, b"", line, good)
    before, bad, after = answers(said)
    assert said.status == 1
    assert before == after == {"id": 1, "outcome": "publish", "reasons": []}
    assert set(bad) == {"id", "line", "error"}
    assert (bad["id"], bad["line"]) == (line_id, 3)
    assert told in bad["error"]
    assert said.err == "rejoinder: Lines that could not be read: 1 (3).\n"


@pytest.mark.usefixtures("without_store")
def test_what_breaks_the_judge_is_held_and_nothing_else(
    try_out: Try, packaged_judge: Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Fragile:
        def batch(self, cases: Sequence[Case]) -> list[Judgement]:
            if any("cursed" in case.text for case in cases):
                raise ZeroDivisionError
            return packaged_judge.batch(cases)

    monkeypatch.setattr(Judge, "load", lambda _folder=None: Fragile())
    said = try_out(*({"id": 1, "text": text} for text in (KIND, "A cursed word.", KIND)))
    assert [each["outcome"] for each in answers(said)] == ["publish", "hold", "publish"]
    assert answers(said)[1]["reasons"][0]["rule"] == "judge-silent"


def with_policy(site: Run, policy: str) -> None:
    """Puts a policy in force at the one site."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "policy.toml"
        file.write_text(policy, "utf-8")
        assert site("policy", "put", file).status == 0
