"""What the API answers whoever looks after a site, for the check of its document."""

from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.sites.actions import create_key
from rejoinder.sites.model import NewKey, Scope
from tests.support.comment_answers import Answers
from tests.support.newspaper import Paper
from tests.support.scores import give_scores
from tests.support.statement_answers import statements


def about_the_site(paper: Paper, client: TestClient[Newspaper]) -> Answers:
    """All of it."""
    with paper.database.writing() as connection:
        new, now = NewKey("site", {Scope.ADMIN}), paper.clock()
        key = create_key(connection, paper.site, new, now=now)
    admin = paper.browser()
    admin.headers["authorization"] = f"Bearer {key}"
    return [
        *statements(paper, client),
        *rules(admin, client),
        *trials(paper, admin),
        *people(admin, client),
        *jobs(paper, admin),
    ]


def rules(admin: TestClient[Newspaper], client: TestClient[Newspaper]) -> Answers:
    """What is answered of the policy."""
    one, every = "/api/v1/policy", "/api/v1/policy/versions"
    version = f"{every}/{{policy_id}}"
    before = admin.get(one)
    told = {"source": '[sections.Arts]\nmode = "open"', "reason": "x", "seen": before.json()["id"]}
    made = admin.put(one, json=told)
    return [
        (one, "get", before),
        (one, "get", client.get(one)),
        (one, "put", made),
        (one, "put", admin.put(one, json=told)),
        (one, "put", admin.put(one, json={**told, "source": "mode = 1"})),
        (one, "put", admin.put(one, json={})),
        (every, "get", admin.get(every)),
        (every, "get", admin.get(f"{every}?cursor=x")),
        (version, "get", admin.get(version.format(policy_id=made.json()["id"]))),
        (version, "get", admin.get(version.format(policy_id=999))),
    ]


def trials(paper: Paper, admin: TestClient[Newspaper]) -> Answers:
    """What is answered of policies that are tried."""
    paper.submit(paper.browser(), paper.article("tried"))
    rules = "/api/v1/policy"
    drafts, changes, shadow = f"{rules}/drafts", f"{rules}/changes", f"{rules}/shadow"
    draft, replay = f"{drafts}/{{draft_id}}", f"{rules}/replays/{{replay_id}}"
    none = admin.get(shadow)
    told = {"changes": {"mode": "all-held"}, "section": "Arts"}
    made = admin.post(changes, json=told)
    one = draft.format(draft_id=made.json()["id"])
    asked = admin.post(f"{one}/replays", json={"days": 7})
    again = admin.post(f"{one}/replays", json={})
    paper.app_state.policy_worker.run_once()
    found = replay.format(replay_id=asked.json()["id"])
    move = "?was=publish&becomes=publish"
    begin = {"draft_id": made.json()["id"]}
    return [
        (shadow, "get", none),
        (drafts, "post", admin.post(drafts, json={"source": "mode = 1"})),
        (drafts, "post", admin.post(drafts, json={"source": "[links]\nallowed = 4"})),
        (drafts, "post", admin.post(drafts, json={})),
        (drafts, "get", admin.get(drafts)),
        (drafts, "get", admin.get(f"{drafts}?cursor=x")),
        (changes, "post", made),
        (changes, "post", admin.post(changes, json={"changes": {"x": 1}})),
        (draft, "get", admin.get(one)),
        (draft, "get", admin.get(draft.format(draft_id=999))),
        (f"{draft}/replays", "post", asked),
        (f"{draft}/replays", "post", again),
        (f"{draft}/replays", "get", admin.get(f"{one}/replays")),
        (replay, "get", admin.get(found)),
        (f"{replay}/comments", "get", admin.get(f"{found}/comments{move}")),
        (f"{replay}/comments", "get", admin.get(f"{found}/comments{move}&cursor=x")),
        (f"{replay}/cancelling", "post", admin.post(f"{found}/cancelling")),
        (shadow, "put", admin.put(shadow, json=begin)),
        (shadow, "get", admin.get(shadow)),
        (f"{shadow}/differences", "get", admin.get(f"{shadow}/differences")),
        (shadow, "delete", admin.delete(shadow)),
    ]


def people(admin: TestClient[Newspaper], client: TestClient[Newspaper]) -> Answers:
    """What is answered of whoever works at the desk."""
    every, one = "/api/v1/staff", "/api/v1/staff/{staff_id}"
    told = {"email": "nina@example.org", "name": "Nina Roth", "role": "moderator"}
    made = admin.post(every, json=told)
    path = one.format(staff_id=made.json()["id"])
    return [
        (every, "post", made),
        (every, "post", admin.post(every, json={**told, "email": "nina"})),
        (every, "post", admin.post(every, json={})),
        (every, "get", admin.get(every)),
        (every, "get", client.get(every)),
        (one, "patch", admin.patch(path, json={"role": "editor"})),
        (one, "patch", admin.patch(path, json={"role": "owner"})),
        (one, "delete", admin.delete(path)),
        (one, "delete", admin.delete(path)),
    ]


def jobs(paper: Paper, admin: TestClient[Newspaper]) -> Answers:
    """What is answered to whoever decides many comments at once."""
    give_scores(paper, paper.comment(paper.article("many")).id)
    every, choices = "/api/v1/moderation/jobs", "/api/v1/moderation/choices"
    one, choice = f"{every}/{{job_id}}", {"score": "toxicity", "low": 0, "high": 1}
    looked = admin.post(choices, json=choice)
    told = {"choice": choice, "outcome": "hold", "seen": looked.json()["seen"]}
    made = admin.post(every, json=told)
    path = one.format(job_id=made.json()["id"])
    return [
        (choices, "post", looked),
        (choices, "post", admin.post(choices, json={})),
        (every, "post", made),
        (every, "post", admin.post(every, json={**told, "outcome": "decline"})),
        (every, "get", admin.get(every)),
        (one, "get", admin.get(path)),
        (one, "get", admin.get(one.format(job_id=999))),
        (f"{one}/stopping", "post", admin.post(f"{path}/stopping")),
        (f"{one}/resumption", "post", admin.post(f"{path}/resumption")),
        (f"{one}/undoing", "post", admin.post(f"{path}/undoing")),
        (f"{one}/undoing", "post", admin.post(f"{path}/undoing")),
    ]
