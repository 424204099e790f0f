"""Every address of the desk, knocked at by every role, at objects of every kind.

The addresses are those that the desk has: one without a row in KNOCKS fails the test.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pytest
from httpx import Response
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.sites.model import Role
from rejoinder.sites.roles import MAY, Act
from rejoinder.web.desk.routes import handlers
from tests.support.newspaper import Paper
from tests.support.newsroom import ELSEWHERE, Newsroom, Things

OWN, OTHER = "Sport", "City"
ARTICLE = {"headline": "News", "section": "{section}", "body": "Words."}
TOO_LONG = "x" * 20_001
IN_SECTIONS = {Role.MODERATOR, Role.EDITOR}


@dataclass(frozen=True, slots=True)
class Knock:
    """What an address takes of whoever knocks, and what a knock at it sends."""

    act: Act
    """What `staff_only` or `staff_or_sign_in` is asked with there."""
    in_section: bool = False
    """Whether it is done to something that stands in a section, of which others look after some."""
    form: Mapping[str, str] = field(default_factory=dict)
    """`{number}` and the like stand for what `Things` have by that name."""
    refused: bool = False
    """Whether what is sent is refused for what it is, and never for who knocks."""
    not_there: bool = False
    """Whether it is done to something of one's own, of which nobody here has any."""
    of_none: bool = False
    """Whether it is done to something that stands in no section, which only those touch who look
    after all."""


KNOCKS: dict[str, Knock] = {
    "GET /desk": Knock(Act.READ),
    "GET /desk/comments/{comment_id:int}": Knock(Act.READ),
    "POST /desk/comments/{comment_id:int}/decisions": Knock(
        Act.DECIDE, in_section=True, form={"outcome": "publish", "seen": "{decision_id}"}
    ),
    "POST /desk/comments/{comment_id:int}/decisions/{decision_id:int}/undoing": Knock(
        Act.UNDO_ANOTHERS, in_section=True
    ),
    "POST /desk/comments/{comment_id:int}/notes": Knock(
        Act.DECIDE, in_section=True, form={"note": "Look at this."}
    ),
    "POST /desk/comments/{comment_id:int}/passings": Knock(
        Act.DECIDE, in_section=True, form={"note": "", "seen": "{decision_id}"}
    ),
    "POST /desk/comments/{comment_id:int}/leaving": Knock(Act.DECIDE, in_section=True),
    "POST /desk/comments/{comment_id:int}/taking": Knock(Act.DECIDE, in_section=True),
    "POST /desk/passings/{passing_id:int}/answer": Knock(
        Act.ANSWER_PASSED_ON, in_section=True, form={"note": "Yours to decide."}
    ),
    # It is a colleague's.
    "POST /desk/passings/{passing_id:int}/undoing": Knock(Act.UNDO_ANOTHERS, in_section=True),
    "GET /desk/comments/{comment_id:int}/in-thread": Knock(Act.READ),
    "GET /desk/comments/{comment_id:int}/conversation": Knock(Act.READ),
    "GET /desk/comments/{comment_id:int}/article": Knock(Act.READ),
    "GET /desk/comments/{comment_id:int}/versions": Knock(Act.READ),
    "GET /desk/comments/{comment_id:int}/alike": Knock(Act.READ),
    "POST /desk/comments/{comment_id:int}/shared-decisions": Knock(
        Act.DECIDE, in_section=True, form={"outcome": "publish", "seen": "{decision_id}"}
    ),
    "POST /desk/comments/{comment_id:int}/shared-decisions/undoing": Knock(
        Act.UNDO_ANOTHERS, in_section=True, form={"decision": "{comment_id}.{decision_id}"}
    ),
    "GET /desk/reasons": Knock(Act.EDIT_REASONS),
    "POST /desk/reasons": Knock(Act.EDIT_REASONS, form={"title": "x", "text": ""}, refused=True),
    "POST /desk/reasons/{reason_id:int}": Knock(
        Act.EDIT_REASONS, form={"title": "Libel", "text": "We may not print it."}
    ),
    "POST /desk/reasons/{reason_id:int}/removal": Knock(Act.EDIT_REASONS),
    "GET /desk/stream": Knock(Act.READ),
    "POST /desk/claims": Knock(Act.DECIDE, form={"keep": "{comment_id}", "give": "1"}),
    "POST /desk/filters": Knock(Act.READ, form={"name": "F{number}", "view": "held"}),
    "POST /desk/filters/{filter_id:int}/removal": Knock(Act.READ, not_there=True),
    "GET /desk/log": Knock(Act.READ),
    "POST /desk/log/verification": Knock(Act.SETTLE),
    "POST /desk/log/export": Knock(Act.OVERSEE, form={"format": "csv"}),
    "GET /desk/search": Knock(Act.READ),
    "GET /desk/authors/{reader_id:int}": Knock(Act.READ),
    "POST /desk/authors/{reader_id:int}/standing": Knock(
        Act.WATCH, of_none=True, form={"standing": "watched", "reason": "Why."}
    ),
    "POST /desk/authors/{reader_id:int}/notes": Knock(Act.DECIDE, form={"note": "Words."}),
    "GET /desk/bulk": Knock(Act.READ),
    # Nothing here has a score.
    "POST /desk/bulk": Knock(
        Act.DECIDE,
        form={"outcome": "hold", "seen_comment": "1", "seen_decision": "1"},
        refused=True,
    ),
    "GET /desk/bulk/jobs": Knock(Act.READ),
    "GET /desk/bulk/jobs/{job_id:int}": Knock(Act.READ),
    # It is a colleague's.
    "POST /desk/bulk/jobs/{job_id:int}/stopping": Knock(Act.UNDO_ANOTHERS),
    "POST /desk/bulk/jobs/{job_id:int}/resumption": Knock(Act.UNDO_ANOTHERS),
    "POST /desk/bulk/jobs/{job_id:int}/undoing": Knock(Act.UNDO_ANOTHERS),
    "GET /desk/notices": Knock(Act.READ),
    "POST /desk/notices/{notice_id:int}/suspension": Knock(
        Act.SUSPEND_NOTIFIER, of_none=True, refused=True
    ),
    "POST /desk/notices/suspensions/{suspension_id:int}/lifting": Knock(
        Act.SUSPEND_NOTIFIER, of_none=True
    ),
    "GET /desk/numbers": Knock(Act.OVERSEE),
    "GET /desk/numbers/{table:str}": Knock(Act.OVERSEE),
    "GET /desk/mine": Knock(Act.DECIDE),
    "GET /desk/second-readings": Knock(Act.DECIDE),
    "POST /desk/second-readings/{reading_id:int}": Knock(
        Act.DECIDE, in_section=True, form={"outcome": "publish"}
    ),
    "GET /desk/differences": Knock(Act.OVERSEE),
    "POST /desk/differences/{difference_id:int}/settlement": Knock(
        Act.SETTLE, in_section=True, form={"outcome": "publish", "seen": "{settled_decision_id}"}
    ),
    "POST /desk/comments/{comment_id:int}/standing": Knock(
        Act.WATCH, in_section=True, form={"standing": "watched", "reason": "Why."}
    ),
    "POST /desk/comments/{comment_id:int}/standings/{standing_id:int}/undoing": Knock(
        Act.WATCH, not_there=True
    ),
    "POST /desk/comments/{comment_id:int}/warnings": Knock(
        Act.DECIDE, in_section=True, form={"reason": "staff-abuse"}
    ),
    "POST /desk/comments/{comment_id:int}/warnings/{warning_id:int}/undoing": Knock(
        Act.DECIDE, not_there=True
    ),
    "GET /desk/bans": Knock(Act.READ),
    "POST /desk/standings/{standing_id:int}/lifting": Knock(
        Act.WATCH, of_none=True, form={"reason": "Why."}
    ),
    "GET /desk/staff": Knock(Act.MANAGE_STAFF),
    "POST /desk/staff": Knock(
        Act.MANAGE_STAFF, form={"email": "n{number}@example.org", "name": "Nin", "role": "observer"}
    ),
    "POST /desk/staff/passkeys": Knock(Act.MANAGE_STAFF, form={"email": "{email}"}),
    "GET /desk/passkey": Knock(Act.READ),
    # The paper has no name: it is reached by an address of the network.
    "POST /desk/passkey/options": Knock(Act.READ, refused=True),
    "POST /desk/passkey": Knock(Act.READ, form={"answer": TOO_LONG}, refused=True),
    "GET /desk/passkeys": Knock(Act.READ),
    "POST /desk/passkeys/options": Knock(Act.READ, refused=True),
    "POST /desk/passkeys": Knock(Act.READ, form={"answer": TOO_LONG}, refused=True),
    "POST /desk/passkeys/{passkey_id:int}/name": Knock(
        Act.READ, form={"name": "x"}, not_there=True
    ),
    "POST /desk/passkeys/{passkey_id:int}/removal": Knock(Act.READ, not_there=True),
    "POST /desk/passkeys/rule": Knock(Act.SECURE_DESK, form={"required": "0"}),
    "GET /desk/articles": Knock(Act.READ),
    "GET /desk/articles/new": Knock(Act.EDIT_ARTICLES),
    "POST /desk/articles": Knock(
        Act.EDIT_ARTICLES, in_section=True, form={**ARTICLE, "headline": "News {number}"}
    ),
    "GET /desk/articles/{article_id:int}": Knock(Act.READ),
    "POST /desk/articles/{article_id:int}": Knock(Act.EDIT_ARTICLES, in_section=True, form=ARTICLE),
    # The paper has no pages but these.
    "POST /desk/articles/{article_id:int}/address": Knock(
        Act.EDIT_ARTICLES, in_section=True, form={"url": "https://no.example/"}, refused=True
    ),
    "POST /desk/articles/{article_id:int}/unpublishing": Knock(Act.EDIT_ARTICLES, in_section=True),
    "POST /desk/articles/{article_id:int}/republishing": Knock(Act.EDIT_ARTICLES, in_section=True),
    "POST /desk/comments/{comment_id:int}/pinning": Knock(Act.PIN, in_section=True),
    "POST /desk/comments/{comment_id:int}/picking": Knock(Act.PICK, in_section=True),
    "POST /desk/comments/{comment_id:int}/unpicking": Knock(Act.PICK, in_section=True),
    "POST /desk/comments/{comment_id:int}/unpinning": Knock(Act.PIN, in_section=True),
    "GET /desk/policy": Knock(Act.READ),
    "GET /desk/policy/edit": Knock(
        Act.EDIT_POLICY, in_section=True, form={"kind": "sections", "name": "{section}"}
    ),
    "POST /desk/policy/drafts": Knock(
        Act.EDIT_POLICY, in_section=True, form={"kind": "sections", "name": "{section}"}
    ),
    "GET /desk/policy/drafts/{draft_id:int}": Knock(Act.READ),
    "POST /desk/policy/drafts/{draft_id:int}/replays": Knock(
        Act.EDIT_POLICY, in_section=True, form={"days": "never"}, refused=True
    ),
    "POST /desk/policy/drafts/{draft_id:int}/shadow": Knock(Act.EDIT_POLICY, of_none=True),
    "POST /desk/policy/drafts/{draft_id:int}/switching-on": Knock(
        Act.EDIT_POLICY, in_section=True, form={"seen": "{put_id}", "reason": "Why.", "sure": "1"}
    ),
    "GET /desk/policy/replays/{replay_id:int}": Knock(Act.READ),
    "POST /desk/policy/replays/{replay_id:int}/cancelling": Knock(Act.EDIT_POLICY, in_section=True),
    "GET /desk/policy/shadow": Knock(Act.READ),
    "POST /desk/policy/shadow/ending": Knock(Act.EDIT_POLICY, of_none=True),
    "GET /desk/policy/versions": Knock(Act.READ),
    "GET /desk/policy/versions/{put_id:int}": Knock(Act.READ),
    "GET /desk/keys": Knock(Act.MANAGE_KEYS),
    "POST /desk/keys": Knock(Act.MANAGE_KEYS, form={"name": "cms", "scope": "read"}),
    "POST /desk/keys/{key_id:int}/revocation": Knock(Act.MANAGE_KEYS),
    "POST /desk/staff/removal": Knock(Act.MANAGE_STAFF, form={"email": "{email}"}),
    "POST /desk/articles/{article_id:int}/closing": Knock(Act.CLOSE_THREAD, in_section=True),
    "POST /desk/articles/{article_id:int}/opening": Knock(Act.OPEN_THREAD, in_section=True),
}


@pytest.fixture(scope="module")
def newsroom(everybodys: Paper) -> Newsroom:
    everybodys.app_state.desk_streams.end()  # each ends as soon as it has begun
    other = replace(everybodys, site=everybodys.found("courier", base_url="http://courier.example"))
    other.invite("editor@courier.example")
    colleague = everybodys.invite("colleague@example.org", role=Role.ADMINISTRATOR)
    browsers = {}
    for role in Role:
        for sections in ("", OWN) if role in IN_SECTIONS else ("",):
            email = f"{role}{sections}@example.org".lower()
            everybodys.invite(email, name="Ilse", role=role, sections=sections)
            browsers[role, sections] = everybodys.sign_in(email)
    reader = everybodys.sign_in("reader@example.org")
    return Newsroom(everybodys, other, colleague, browsers, reader)


def expected(address: str, knock: Knock, role: Role, sections: str, at: str) -> set[int]:
    """What a knock by this role, which looks after these sections, is answered with."""
    if role not in MAY[knock.act]:
        return {403, 404} if at == ELSEWHERE else {403}
    if at == ELSEWHERE and (":int}" in address or "{email}" in knock.form.values()):
        return {404}
    if sections and (knock.of_none or (knock.in_section and at != sections)):
        return {403}
    if knock.not_there:
        return {404}
    return {422} if knock.refused else {200, 303}


def places(address: str, knock: Knock, role: Role, sections: str) -> tuple[str, ...]:
    """Where the answer can be another one: elsewhere if a thing is named, in others' sections if
    this role may do it and looks after some."""
    if not any("{" in told for told in (address, *knock.form.values())):
        return (OWN,)
    return (OWN, OTHER, ELSEWHERE) if sections and role in MAY[knock.act] else (OWN, ELSEWHERE)


def send(browser: TestClient[Newspaper], address: str, knock: Knock, things: Things) -> Response:
    method, path = address.split(" ")
    path = path.replace(":int", "").replace(":str", "").format_map(things)
    form = {name: value.format_map(things) for name, value in knock.form.items()}
    if method == "GET":
        return browser.get(path, params=form, follow_redirects=False)
    return browser.post(path, data=form, follow_redirects=False)


def addresses() -> list[str]:
    return sorted(
        f"{method} {path}"
        for handler in handlers
        for method in handler.http_methods - {"HEAD"}
        for path in handler.paths
    )


def test_every_address_of_the_desk_has_its_row() -> None:
    assert set(addresses()) == KNOCKS.keys(), (
        "say in KNOCKS what a new address takes, and what is sent to it"
    )


@pytest.mark.parametrize("address", addresses())
def test_an_address_opens_to_those_alone_who_may(newsroom: Newsroom, address: str) -> None:
    knock = KNOCKS[address]
    for (role, sections), browser in newsroom.browsers.items():
        for at in places(address, knock, role, sections):
            wanted = expected(address, knock, role, sections, at)
            # Nothing becomes of what is refused, or only read: others can knock at the same.
            spent = address.startswith("POST") and 303 in wanted
            things = newsroom.things(at) if spent else newsroom.standing_by(at)
            status = send(browser, address, knock, things).status_code
            assert status in wanted, (role, sections, at)


@pytest.mark.parametrize("address", addresses())
def test_an_address_opens_to_no_reader(newsroom: Newsroom, address: str) -> None:
    things, reader = newsroom.standing_by(OWN), newsroom.reader
    stranger = newsroom.paper.browser()
    assert send(reader, address, KNOCKS[address], things).status_code == 403
    answer = send(stranger, address, KNOCKS[address], things)
    asked_to_sign_in = answer.headers.get("location", "").startswith("/sign-in?next=/desk")
    assert answer.status_code == 403 or asked_to_sign_in
