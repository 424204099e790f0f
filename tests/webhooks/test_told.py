"""What happens on a site is told to its endpoints: signed, and no more than they may know."""

from datetime import datetime

import pytest
from sqlalchemy import update
from standardwebhooks import Webhook

from rejoinder.articles import actions as article_actions
from rejoinder.articles.model import from_fields
from rejoinder.moderation.actions import picks, pins
from rejoinder.moderation.actions.decide import StaffDecision, decide_as_staff
from rejoinder.moderation.actions.reports import Reporter, report
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.queries import latest_decision
from rejoinder.sites.tables import sites
from rejoinder.storage import ChangeKind
from rejoinder.webhooks import actions
from rejoinder.webhooks.model import EVENTS, Fate
from rejoinder.webhooks.model import Format as Form
from tests.support.factories import (
    make_article,
    make_comment,
    make_staff,
    withdraw,
)
from tests.support.telling_site import Post

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

TEXT = "The bridge should have been mended years ago."


# What is of the site's own and its open pages' concern.
UNTOLD = {
    ChangeKind.ARTICLE_CHANGED,
    ChangeKind.AUTHOR_CHANGED,
    ChangeKind.COMMENT_APPEALED,
    ChangeKind.COMMENT_PASSED_ON,
    ChangeKind.COMMENTS_IMPORTED,
}


def test_the_events_are_those_of_the_change_feed() -> None:
    assert set(EVENTS) == {kind.value for kind in set(ChangeKind) - UNTOLD}


def test_a_comment_is_told_with_what_a_receiver_needs(post: Post) -> None:
    endpoint = post.add()
    parent = post.comment()
    comment = post.comment(parent=parent, outcome=Outcome.HOLD)
    assert post.run() == 2
    first, second = sorted(post.told(), key=lambda each: int(each["data"]["comment"]["id"]))
    assert first["type"] == "comment.published"
    assert second["type"] == "comment.held"
    assert second["version"] == 1
    assert second["timestamp"] == "2026-06-15T12:00:00Z"
    data = second["data"]
    assert data["site"]["key"] == post.site.key
    assert data["article"]["id"] == post.article.id
    assert data["article"]["url"].endswith(post.article.path)
    assert (data["comment"]["id"], data["comment"]["parent_id"]) == (comment.id, parent.id)
    assert data["comment"]["url"].startswith(post.site.base_url)
    assert data["comment"]["state"] == "held"
    assert data["comment"]["author"]["name"] == comment.author.name
    assert (data["decision"]["outcome"], data["decision"]["made_by"]) == ("hold", "policy")
    assert [each.fate for each in post.deliveries(endpoint)] == [Fate.DELIVERED] * 2
    assert post.run() == 0


def test_what_stands_on_the_newsrooms_own_page_is_told_with_its_address(
    post: Post, now: datetime
) -> None:
    post.add(events=("comment.published",))
    page = "https://courier.example/harbour-bridge"
    with post.database.writing() as connection:
        known = sites.c.id == post.site.id
        connection.execute(update(sites).where(known).values(origins=["https://courier.example"]))
        source = from_fields({"headline": "Bridge", "body": TEXT, "cms_id": "7", "url": page})
        article = article_actions.put(connection, post.site.id, source, now=now)
        comment = make_comment(connection, now=now, article=article)
    post.run()
    (told,) = post.told()
    assert (told["data"]["article"]["cms_id"], told["data"]["article"]["url"]) == ("7", page)
    assert told["data"]["comment"]["url"] == f"{page}#comment-{comment.id}"


def test_no_address_and_no_text_is_told_unless_the_text_was_asked_for(post: Post) -> None:
    post.add()
    reader = post.comment(text=TEXT).author
    post.run()
    (body,) = post.receiver.bodies
    assert reader.email.encode() not in body
    assert TEXT.encode() not in body
    post.add("http://hooks.example/in?text", with_text=True)
    post.comment(text=TEXT)
    post.run()
    texts = [each["data"]["comment"].get("text") for each in post.told()]
    assert sorted(map(str, texts)) == sorted(["None", "None", TEXT])
    assert all(b"@example.org" not in each for each in post.receiver.bodies)


def test_a_text_that_was_taken_back_meanwhile_is_told_to_nobody(post: Post, now: datetime) -> None:
    post.add(with_text=True, events=("comment.published",))
    comment = post.comment(text=TEXT)
    with post.database.writing() as connection:
        withdraw(connection, comment, now=now)
    post.run()
    (told,) = post.told()
    assert told["data"]["comment"]["text"] is None
    assert told["data"]["comment"]["state_now"] == "withdrawn"
    assert TEXT.encode() not in post.receiver.bodies[0]


def test_calls_are_signed_by_both_secrets_while_one_takes_the_others_place(post: Post) -> None:
    endpoint = post.add()
    with post.database.writing() as connection:
        rotated = actions.rotate_secret(connection, post.site.id, endpoint.id, now=post.clock())
    post.comment()
    post.run()
    _, headers = post.receiver.asked[0]
    body = post.receiver.bodies[0].decode()
    for secret in (endpoint.secrets.current, rotated.secrets.current):
        signed = Webhook(secret).sign(headers["webhook-id"], post.clock(), body)
        assert signed in headers["webhook-signature"].split(" ")
    assert headers["webhook-timestamp"] == str(int(post.clock().timestamp()))


def test_an_endpoint_is_told_what_it_asked_for_of_its_site_from_then_on(post: Post) -> None:
    post.comment()
    post.clock.turn(seconds=1)
    endpoint = post.add(events=("comment.held",))
    post.comment()
    held = post.comment(outcome=Outcome.HOLD)
    with post.database.writing() as connection:
        make_comment(connection, now=post.clock(), outcome=Outcome.HOLD)  # another site's
    post.run()
    assert [each.comment_id for each in post.deliveries(endpoint)] == [held.id]


def test_an_endpoint_that_comes_later_is_not_told_what_others_still_wait_for(post: Post) -> None:
    post.add()
    post.comment()
    post.clock.turn(seconds=1)
    later = post.add("http://hooks.example/in?later")
    post.run()
    assert post.deliveries(later) == []


def test_a_persons_decision_is_told_with_its_reason(post: Post, now: datetime) -> None:
    endpoint = post.add(events=("comment.decided",))
    comment = post.comment(outcome=Outcome.HOLD)
    with post.database.writing() as connection:
        member = make_staff(connection, post.site, now=now)
        seen = latest_decision(connection, comment.id).id
        wanted = StaffDecision(Outcome.DECLINE, seen, "staff-abuse", "Not so.")
        decide_as_staff(connection, comment, member, wanted, now=now)
    post.run()
    (told,) = post.told()
    assert told["data"]["decision"]["made_by"] == "staff"
    assert [each["rule"] for each in told["data"]["decision"]["reasons"]] == ["staff-abuse"]
    assert len(post.deliveries(endpoint)) == 1


@sqlite_only
def test_picks_and_pins_are_told_of(post: Post, now: datetime) -> None:
    post.add(events=("comment.picked", "comment.pinned"))
    comment = post.comment()
    with post.database.writing() as connection:
        member = make_staff(connection, post.site, now=now)
        picks.pick(connection, comment, member, now=now)
        pins.pin(connection, comment, member, now=now)
    post.run()
    assert sorted(each["type"] for each in post.told()) == ["comment.picked", "comment.pinned"]
    told = post.told()[0]["data"]["comment"]
    assert (told["id"], told["picked"], told["pinned"]) == (comment.id, True, True)


def test_an_article_and_reports_are_told_of(post: Post, now: datetime) -> None:
    post.add(events=("article.seen", "comment.reported"))
    comment = post.comment()
    with post.database.writing() as connection:
        seen = make_article(connection, now=now, site=post.site)
        for key in ("one", "another"):
            report(connection, comment, reporter=Reporter(key), reason="abuse", note="", now=now)
    post.run()
    told = {each["type"]: each["data"] for each in post.told()}
    assert told["article.seen"].keys() == {"site", "article"}
    assert told["article.seen"]["article"]["id"] == seen.id
    assert told["comment.reported"]["comment"]["id"] == comment.id
    assert told["comment.reported"]["reports"] == {"abuse": 2}


def test_a_chat_is_told_in_its_own_format(post: Post) -> None:
    post.add(format=Form.SLACK, events=("comment.held",), with_text=True)
    post.comment(outcome=Outcome.HOLD, text="<!channel> *Look*")
    post.run()
    (told,) = post.told()
    assert "Comment waits for a person" in told["text"]
    assert "&lt;!channel&gt; ∗Look∗" in told["text"]
    assert f"{post.site.base_url}/desk/comments/" in told["text"]
