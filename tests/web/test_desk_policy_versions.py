"""Every policy that was ever in force has its page at the desk."""

import re

import pytest
from sqlalchemy import insert

from rejoinder.sites.queries import policy_in_force
from rejoinder.sites.tables import policies
from tests.support.html_page import Page
from tests.support.newspaper import Paper

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_the_first_rules_are_read_however_many_were_put_since(paper: Paper) -> None:
    paper.invite("ed@example.org")
    editor = paper.sign_in("ed@example.org")
    row = {"site_id": paper.site.id, "put_by": "x", "put_at": paper.clock()}
    later = [{**row, "version": f"{each:012}", "source": f"# {each}"} for each in range(501)]
    with paper.database.writing() as connection:
        first = policy_in_force(connection, paper.site.id)
        connection.execute(insert(policies), later)
    assert first is not None
    assert editor.get(f"/desk/policy/versions/{first.id}").status_code == 200


def test_all_of_them_are_listed_a_page_at_a_time(paper: Paper) -> None:
    paper.invite("ed@example.org")
    editor = paper.sign_in("ed@example.org")
    row = {"site_id": paper.site.id, "put_by": "x", "put_at": paper.clock()}
    later = [{**row, "version": f"{each:012}", "source": f"# {each}"} for each in range(250)]
    with paper.database.writing() as connection:
        connection.execute(insert(policies), later)
    pages, address = [], "/desk/policy/versions"
    while True:
        source = editor.get(address).text
        pages.append(re.findall(r"<code>(\w+)</code>", source))
        older = [each for each in Page(source).links() if "before=" in each]
        if not older:
            break
        address = older[0]
    listed = [version for page in pages for version in page]
    assert [version for version in listed if version.isdigit()] == [
        f"{each:012}" for each in reversed(range(250))
    ]
    assert [len(page) for page in pages] == [100, 100, len(listed) - 200]
    assert "in force" in editor.get("/desk/policy/versions").text
    assert "in force" not in editor.get(address).text
    assert "There is nothing older." in editor.get("/desk/policy/versions?before=1").text
    assert editor.get("/desk/policy/versions?before=x").status_code == 422
