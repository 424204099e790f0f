"""People who write on a paper: readers who chose a name, and those who work there."""

from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.sites import actions as site_actions
from rejoinder.sites.model import NewStaff, Role
from tests.support.newspaper import Paper

Browser = TestClient[Newspaper]

ADDRESS = "ilka.moreau.1971@example.org"


def named(paper: Paper, name: str, email: str = ADDRESS) -> Browser:
    """The browser of a reader who signed in and chose a name."""
    browser = paper.sign_in(email)
    assert browser.post("/your-name", data={"name": name}).status_code == 200
    return browser


def staff(paper: Paper, name: str, role: Role = Role.MODERATOR) -> Browser:
    """The browser of somebody who works at the desk."""
    email = f"{name.split(maxsplit=1)[0].lower()}@gazette.example"
    with paper.database.writing() as connection:
        site_actions.invite(connection, paper.site, NewStaff(email, name, role), now=paper.clock())
    return paper.sign_in(email)
