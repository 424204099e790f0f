"""Every policy that was ever in force has its page at the desk."""

import pytest
from sqlalchemy import insert

from rejoinder.sites.queries import policy_in_force
from rejoinder.sites.tables import policies
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
