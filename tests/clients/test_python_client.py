"""The Python client is the API's document in Python, and works against the real application."""

import json
from collections.abc import Iterator
from datetime import datetime

import httpx
import pytest

from rejoinder.articles.model import Article
from rejoinder.moderation.model import Outcome
from rejoinder.sites.actions import create_key
from rejoinder.sites.model import NewKey, Scope
from rejoinder_client import ApiError, Client, models
from tests.support.fake_judges import gentle
from tests.support.newspaper import DECLINED, HELD, HOME, KIND, Paper, open_paper
from tools import python_client
from tools.openapi import DOCUMENT


@pytest.fixture
def paper(database_url: str, now: datetime) -> Iterator[Paper]:
    with open_paper(database_url, judge=gentle, now=now) as opened:
        yield opened


@pytest.fixture
def article(paper: Paper) -> Article:
    return paper.article()


def client_of(paper: Paper, *scopes: Scope) -> Client:
    """A client with a key for these, or without one."""
    token = ""
    if scopes:
        with paper.database.writing() as connection:
            token = create_key(connection, paper.site, NewKey("own", scopes), now=paper.clock())
    return Client(HOME, token=token, http=paper.browser())


def comment(text: str = KIND, name: str = "Ann") -> models.CommentIn:
    author = models.AuthorIn(name=name, email=f"{name.lower()}@example.org")
    return models.CommentIn(text=text, author=author)


def test_it_is_what_the_document_says() -> None:
    document = json.loads(DOCUMENT.read_text(encoding="utf-8"))
    for path, source in (
        (python_client.MODELS, python_client.models_source(document)),
        (python_client.CALLS, python_client.calls_source(document)),
    ):
        assert path.read_text(encoding="utf-8") == python_client.formatted(source)
    calls = {each["operationId"] for item in document["paths"].values() for each in item.values()}
    assert calls - set(dir(Client)) == {"follow_thread"}


def test_a_reader_writes_changes_and_withdraws(paper: Paper, article: Article) -> None:
    client = client_of(paper)
    key = "8e03978e-40d5-43dd-bc93-6894a57f9324"
    sent, again = (
        client.submit_comment(article.id, comment(), idempotency_key=key) for _ in range(2)
    )
    assert (sent.id, sent.status, sent.reasons) == (again.id, "published", [])
    page = client.list_comments(article.id, sort="oldest", limit=20)
    assert [(each.id, each.author) for each in page.comments] == [(sent.id, "Ann")]
    edited = models.EditIn(text="Another text.")
    own, same = (
        client.edit_your_comment(sent.token, edited, idempotency_key=key) for _ in range(2)
    )
    assert own == same
    assert (own.text, own.can_withdraw) == ("Another text.", True)
    assert client.withdraw_your_comment(sent.token).status == "withdrawn"
    assert client.bring_back_your_comment(sent.token).status == "published"
    counts = client.count_comments(models.CountsIn(slugs=[article.slug]))
    assert [each.count for each in counts.counts] == [1]
    assert client.get_counts(ids=[999, article.id], slugs=[article.slug]) == counts
    client.report_comment(sent.id, models.ReportIn(reason="spam"))
    notice = models.NoticeIn(
        kind="child-abuse", explanation="See the second line.", good_faith=True
    )
    given = client.give_notice(sent.id, notice)
    assert client.get_notice(given.token) == given
    declined = client.submit_comment(article.id, comment(DECLINED))
    appealed = client.appeal_your_comment(declined.token, models.AppealIn(note="Please."))
    assert appealed.appealed


def test_a_newsroom_puts_articles_and_moderates(paper: Paper) -> None:
    client = client_of(paper, Scope.ADMIN)
    put = client.put_article(models.ArticleIn(headline="News", body="Words.", slug="news"))
    held = client.submit_comment(put.id, comment(HELD))
    queue = client.list_queue(view="held")
    assert [each.id for each in queue.comments] == [held.id]
    seen = queue.comments[0].decision.id
    made = client.decide(held.id, models.DecisionIn(outcome="publish", seen=seen))
    assert (made.made_by, made.by) == ("staff", "The key “own”")
    assert client.mark_comment(held.id, models.MarksIn(picked=True)).picked
    standing = models.StandingIn(standing="known", reason="A neighbour of ours.")
    assert client.give_standing(held.id, standing).standing == "known"
    watched = models.StandingIn(standing="watched", reason="Of late so rude.")
    client.give_standing(held.id, watched)
    (listed,) = client.list_standings().standings
    assert (listed.standing, listed.made_by) == ("watched", "The key “own”")
    client.lift_standing(listed.id, models.LiftingIn(reason="Kind again."))
    assert client.list_standings().standings == []
    told = models.NoteIn(note="She owns the pub.")
    kept = client.write_note_of_comment(held.id, told)
    assert client.list_notes_of_author(kept.author_id).notes == [kept]
    nina = client.add_staff(models.StaffIn(email="nina@example.org", name="Nina", role="editor"))
    assert client.change_staff(nina.id, models.StaffPatchIn(role="observer")).role == "observer"
    assert nina.id in {each.id for each in client.list_staff().staff}
    client.remove_staff(nina.id)
    rules = client.get_policy()
    summer = models.PolicyIn(source="[links]\nallowed = 3", reason="Summer.", seen=rules.id)
    assert client.put_policy(summer).settings["links.allowed"] == 3
    assert [each.id for each in client.list_policy_versions().versions][1:] == [rules.id]
    assert client.put_thread(put.id, models.ThreadIn(closed=True)).closed
    assert [each.status for each in client.list_site_comments().comments] == ["published"]


def test_what_is_refused_is_an_error_with_a_code(paper: Paper, article: Article) -> None:
    client = client_of(paper)
    with pytest.raises(ApiError) as missing:
        client.get_your_comment("no such?token")
    assert (missing.value.status, missing.value.code) == (404, "no-such-comment")
    with pytest.raises(ApiError) as keyless:
        client.list_queue()
    assert (keyless.value.code, keyless.value.details) == ("key-missing", {"scope": "moderate"})
    hidden = paper.comment(article, outcome=Outcome.HOLD)
    with pytest.raises(ApiError, match="no-such-comment"):
        client.report_comment(hidden.id, models.ReportIn(reason="spam"))


def test_what_is_no_answer_of_ours_is_an_error_too() -> None:
    def bad_gateway(_: httpx.Request) -> httpx.Response:
        return httpx.Response(502, text="<h1>Bad gateway</h1>", headers={"retry-after": "7"})

    http = httpx.Client(base_url=HOME, transport=httpx.MockTransport(bad_gateway))
    with Client(HOME, http=http) as client, pytest.raises(ApiError) as failed:
        client.call("GET", "/api/v1/articles", models.ArticleList)
    assert (failed.value.status, failed.value.code, failed.value.retry_after) == (
        *(502, "unreadable", 7),
    )
