"""An editor of some sections writes what differs there, and nothing that holds elsewhere."""

import pytest
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.audit.finding import LogFilter, entries
from rejoinder.errors import Forbidden
from rejoinder.moderation.actions.policies import NewPolicy, put_in_force
from rejoinder.moderation.policy import read_policy
from rejoinder.sites.model import Role
from rejoinder.sites.queries import policy_in_force
from tests.support.newspaper import Paper

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
Browser = TestClient[Newspaper]

DESK = "/desk/policy"
SPORT = {"kind": "sections", "name": "Sport"}
HELD_THERE = {"set.topic.hold_below": "0.95"}


@pytest.fixture
def whole(paper: Paper) -> Browser:
    """An editor of all sections."""
    paper.invite("ed@example.org", name="Edith", role=Role.EDITOR)
    return paper.sign_in("ed@example.org")


@pytest.fixture
def sport(paper: Paper) -> Browser:
    """An editor of Sport."""
    for section in ("Sport", "City"):
        paper.article(section.lower(), section=section)
    paper.invite("sp@example.org", name="Spiro", role=Role.EDITOR, sections="Sport")
    return paper.sign_in("sp@example.org")


def draft(editor: Browser, **form: str) -> str:
    answer = editor.post(f"{DESK}/drafts", data=form, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def in_force(paper: Paper) -> tuple[int, str]:
    with paper.database.reading() as connection:
        found = policy_in_force(connection, paper.site.id)
    assert found is not None
    return found.id, found.source


def put(paper: Paper, editor: Browser, path: str) -> int:
    told = {"reason": "Derby week.", "seen": str(in_force(paper)[0])}
    return editor.post(f"{path}/switching-on", data=told, follow_redirects=False).status_code


def test_they_write_try_and_put_in_force_what_differs_in_their_sections(
    paper: Paper, sport: Browser
) -> None:
    page = sport.get(DESK).text
    assert "kind=sections&amp;name=Sport" in page
    form = sport.get(f"{DESK}/edit", params=SPORT).text
    assert "Rules of the section “Sport”" in form
    assert "as=text" not in form
    path = draft(sport, **SPORT, **HELD_THERE)
    assert "Put it in force" in sport.get(path).text
    answer = sport.post(f"{path}/replays", data={"days": "7"}, follow_redirects=False)
    assert answer.status_code == 303
    assert "On the comments of: Sport." in sport.get(answer.headers["location"]).text
    assert put(paper, sport, path) == 303
    policy = read_policy(in_force(paper)[1])
    assert [each.section for each in policy.differences] == ["Sport"]
    with paper.database.reading() as connection:
        (entry,) = entries(connection, paper.site.id, LogFilter(kind="policy"), limit=1)
    assert (entry.row.put_by, entry.row.sections) == ("sp@example.org", ["Sport"])


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"source": "[length]\nminimum = 3"},
        {**SPORT, "source": "[length]\nminimum = 3"},
        {"kind": "sections", "name": "City", **HELD_THERE},
        {"kind": "articles", "name": "sport", **HELD_THERE},
    ],
    ids=str,
)
def test_they_write_nothing_that_holds_elsewhere(sport: Browser, form: dict[str, str]) -> None:
    assert sport.post(f"{DESK}/drafts", data=form).status_code == 403
    place = {name: value for name, value in form.items() if name in {"kind", "name"}}
    if "source" not in form:
        assert sport.get(f"{DESK}/edit", params=place).status_code == 403


def test_they_put_nothing_in_force_that_others_wrote_for_elsewhere(
    paper: Paper, whole: Browser, sport: Browser
) -> None:
    for form in ({"set.links.allowed": "5"}, {"kind": "sections", "name": "City", **HELD_THERE}):
        path, before = draft(whole, **form), in_force(paper)
        assert put(paper, sport, path) == 403
        assert sport.post(f"{path}/replays", data={"days": "7"}).status_code == 403
        assert "an editor of all of them puts them in force" in sport.get(path).text
        assert in_force(paper) == before
    assert sport.post(f"{draft(sport, **SPORT, **HELD_THERE)}/shadow").status_code == 403


def test_where_others_changed_the_rules_meanwhile_theirs_stay(
    paper: Paper, whole: Browser, sport: Browser
) -> None:
    stale = draft(sport, **SPORT, **HELD_THERE)
    assert put(paper, whole, draft(whole, **{"set.links.allowed": "5"})) == 303
    assert put(paper, sport, stale) == 403
    anew = draft(sport, draft=stale.rpartition("/")[2], **SPORT, **HELD_THERE)
    assert put(paper, sport, anew) == 303
    source = in_force(paper)[1]
    assert "allowed = 5" in source
    assert "hold_below = 0.95" in source


def test_what_is_in_force_is_looked_at_once_more_as_it_is_put(paper: Paper, sport: Browser) -> None:
    new = NewPolicy("[links]\nallowed = 9\n", "sp@example.org", "Why.", sections=("Sport",))
    with paper.database.writing() as connection, pytest.raises(Forbidden):
        put_in_force(connection, paper.site, new, now=paper.clock())
