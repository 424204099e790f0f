"""What a card shows of a judgement: what matters, and calmly; and why there is nothing."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from html import unescape

import pytest
from httpx import Response
from sqlalchemy import insert, select

from rejoinder.engine import ATTRIBUTES, AbuseScore, Case, Evidence, Judgement, Language, OnTopic
from rejoinder.moderation.tables import decisions
from rejoinder.sites import actions as site_actions
from rejoinder.sites.model import NewStaff, Role
from tests.support.newspaper import HELD, Paper, open_paper

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

ENGLISH = Language("en", 0.99, judged=True)
UNKNOWN = Judgement({}, None, "m", Language("cy", 0.97, judged=False))
CALM = ["Toxicity", "Insult", "Threat", "Identity attack", "Profanity", "On-topic"]


def judgement(
    scores: Mapping[str, float] | None = None,
    *,
    on_topic: float = 0.9,
    meta: float = 0.0,
    language: Language | None = ENGLISH,
) -> Judgement:
    abuse = {name: AbuseScore((scores or {}).get(name, 0.01)) for name in ATTRIBUTES}
    near = Evidence("The work costs four million crowns.", 0.4)
    return Judgement(abuse, OnTopic(on_topic, near, meta), "m", language)


@dataclass(slots=True)
class Told:
    """A judge that says what the test told it to."""

    says: Judgement = field(default_factory=judgement)

    def __call__(self, _question: Case) -> Judgement:
        """What the judge pool calls."""
        return self.says


@dataclass(frozen=True, slots=True)
class Card:
    """A card as somebody reads it."""

    page: str

    @property
    def text(self) -> str:
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", self.page)).split())

    @property
    def rows(self) -> dict[str, str]:
        """Of what the bars are, and how they are coloured."""
        found = re.findall(
            r'<tr class="level-(\w+)".*?<th scope="row">(.*?)</th>', self.page, re.DOTALL
        )
        return {name: level for level, name in found}

    @property
    def findings(self) -> list[tuple[str, str]]:
        found = re.findall(
            r'<li class="finding finding-(\w+)"><strong>(.*?)</strong>', self.page, re.DOTALL
        )
        return [(name, severity) for severity, name in found]


Show = Callable[..., Card]


@pytest.fixture
def paper_told(database_url: str, now: datetime) -> Iterator[tuple[Paper, Told]]:
    told = Told()
    with open_paper(database_url, judge=told, now=now) as paper:
        with paper.database.writing() as connection:
            site_actions.invite(
                connection,
                paper.site,
                NewStaff("desk@example.org", "Ilse", Role.MODERATOR),
                now=now,
            )
        yield paper, told


@pytest.fixture
def show(paper_told: tuple[Paper, Told]) -> Show:
    """The card of a comment that was judged so, under these rules besides the test's."""
    paper, told = paper_told

    def show_it(says: Judgement, *, policy: str = "", text: str = HELD) -> Card:
        told.says = says
        if policy:
            paper.put_policy(policy)
        sent = paper.submit(paper.browser(), paper.article(), text=text)
        return Card(desk(paper, sent.json()["id"]).text)

    return show_it


def desk(paper: Paper, comment_id: int) -> Response:
    answer = paper.sign_in("desk@example.org").get(f"/desk/comments/{comment_id}")
    assert answer.status_code == 200
    return answer


def test_a_card_is_calm_where_nothing_matters(show: Show) -> None:
    card = show(judgement())
    assert list(card.rows) == CALM
    assert set(card.rows.values()) == {"clear"}
    assert "Language: English" in card.text
    assert "Nearest sentence in the article: The work costs four million crowns." in card.text
    assert 'class="bar heat"' in card.page


@pytest.mark.parametrize(
    ("attribute", "name"),
    [
        ("severe_toxicity", "Hatred"),
        ("sexually_explicit", "Sexual content"),
        ("spam", "Advertising"),
    ],
)
def test_the_rarer_kinds_are_shown_where_they_matter(show: Show, attribute: str, name: str) -> None:
    assert name not in show(judgement({attribute: 0.29})).rows
    assert show(judgement({attribute: 0.3})).rows[name] == "clear"
    assert show(judgement({attribute: 0.79})).rows[name] == "hold"


def test_what_is_held_at_a_low_figure_is_shown_too(show: Show) -> None:
    policy = "[words]\nwatched = ['gadzooks']\n[abuse.spam]\nhold = 0.1\n"
    assert show(judgement({"spam": 0.15}), policy=policy).rows["Advertising"] == "hold"


def test_the_words_of_every_kind_are_marked(show: Show) -> None:
    says = judgement()
    abuse = {**says.abuse}
    for number, name in enumerate(ATTRIBUTES):
        abuse[name] = AbuseScore(0.4, ((number * 2, number * 2 + 1),))
    card = show(replace(says, abuse=abuse), text="Four million crowns for one bridge.")
    marks = re.findall(r'<mark class="mark-(.*?)" title="(.*?)">', card.page)
    assert [kind for kind, _ in marks] == [name.replace("_", "-") for name in ATTRIBUTES]
    assert "Hatred" in [name for _, name in marks]


def test_a_remark_on_the_paper_is_shown_as_one_and_not_as_off_topic(show: Show) -> None:
    topic = "[topic]\nhold_below = 0.4\ndecline_below = 0.05\n"
    card = show(judgement(on_topic=0.1, meta=0.9), policy=topic, text="A slip in the headline.")
    assert card.rows["About the paper"] == "clear"
    assert card.rows["On-topic"] == "clear"
    assert card.findings == [("About the paper or the comments", "note")]
    assert "one of us reads it first" not in card.text, "nobody was told so"
    held = show(
        judgement(on_topic=0.1, meta=0.9), policy=f'{topic}meta = "hold"', text="A missing letter."
    )
    assert held.rows["About the paper"] == "hold"
    assert held.rows["On-topic"] == "clear"
    assert held.findings == [("About the paper or the comments", "hold")]
    assert "one of us reads it first" in held.text


def test_a_faint_remark_is_not_shown(show: Show) -> None:
    assert "About the paper" not in show(judgement(meta=0.29)).rows
    assert "About the paper" in show(judgement(meta=0.3)).rows


def test_a_language_that_the_judge_is_not_sure_of_says_so(show: Show) -> None:
    card = show(judgement(language=Language("nb", 0.55, judged=True)))
    assert "Language: perhaps Norwegian Bokmål (0.55)" in card.text


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("cy", "The judge does not know the language (Welsh), so nothing was measured."),
        ("qqx", "The judge does not know the language (qqx), so nothing was measured."),
        ("und", "The judge cannot tell the language, so nothing was measured."),
    ],
)
def test_where_nothing_was_measured_the_card_says_why(show: Show, code: str, words: str) -> None:
    card = show(replace(UNKNOWN, language=Language(code, 0.9, judged=False)), text="Bore da i chi.")
    assert words in card.text
    assert card.rows == {}
    assert card.findings == [("Language unknown to the judge", "hold")]


def test_the_author_is_told_kindly_that_a_person_will_read_it(
    paper_told: tuple[Paper, Told],
) -> None:
    paper, told = paper_told
    told.says = UNKNOWN
    sent = paper.submit(paper.browser(), paper.article(), text="Bore da i chi.").json()
    assert sent["status"] == "held"
    assert [each["rule"] for each in sent["reasons"]] == ["language-unjudged"]
    assert "That says nothing about what you wrote." in sent["reasons"][0]["message"]


def test_a_judgement_from_before_is_shown_as_it_was(paper_told: tuple[Paper, Told]) -> None:
    paper, _ = paper_told
    sent = paper.submit(paper.browser(), paper.article(), text=HELD).json()
    early = [
        name for name in ATTRIBUTES if name not in ("severe_toxicity", "sexually_explicit", "spam")
    ]
    old = {
        "abuse": {name: {"score": 0.2, "spans": []} for name in early},
        "on_topic": {"score": 0.7, "evidence": None},
        "model": "rejoinder-1",
    }
    with paper.database.writing() as connection:
        row = connection.execute(
            select(decisions).where(decisions.c.comment_id == sent["id"])
        ).one()
        kept = {name: value for name, value in row._mapping.items() if name != "id"}
        connection.execute(insert(decisions).values({**kept, "judgement": old}))
    card = Card(desk(paper, sent["id"]).text)
    assert list(card.rows) == CALM
    assert "Language" not in card.text
    queue = paper.sign_in("desk@example.org").get("/desk")
    assert "On-topic" in queue.text
