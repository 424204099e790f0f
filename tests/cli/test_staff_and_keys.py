"""Letting people and programs in from the command line, and shutting them out."""

from pathlib import Path

import pytest

from tests.cli.test_commands import check_refused, served
from tests.support.cli import Run
from tests.support.newspaper import link_in

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_staff_are_invited_with_a_link_that_works(site: Run, database_url: str) -> None:
    told = site("staff", "invite", "Ed@Example.org", "--role", "editor", "--name", "Edith Moor")
    assert told.status == 0
    assert "Edith Moor <ed@example.org> is editor of The Gazette." in told.out
    assert site("staff", "list").out == "ed@example.org\teditor\tEdith Moor\n"
    link = link_in(told.out)
    with served(database_url) as browser:
        answer = browser.post(link, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, "/desk")
        assert browser.get("/desk").status_code == 200


def test_an_invitation_needs_a_role_and_an_address(site: Run) -> None:
    check_refused(site("staff", "invite", "ed", "--role", "editor"), "e-mail address")
    assert site("staff", "invite", "ed@example.org").status == 2
    nameless = site("staff", "invite", "ed@example.org", "--role", "editor")
    check_refused(nameless, "--name what they are called")
    assert site("staff", "invite", "ed@example.org", "--role", "king").status == 2
    assert site("staff", "list").out == ""


def test_a_role_changes_by_another_invitation(site: Run) -> None:
    site("staff", "invite", "ed@example.org", "--role", "editor", "--name", "Edith Moor")
    site("staff", "invite", "ed@example.org", "--role", "moderator")
    assert site("staff", "list").out == "ed@example.org\tmoderator\tEdith Moor\n"
    for words in (("--section", "Sport", "--section", "City"), ()):
        told = site("staff", "invite", "ed@example.org", "--role", "moderator", *words)
        where = " (City, Sport)" if words else ""
        assert f"is moderator of The Gazette{where}." in told.out
        listed = site("staff", "list").out.strip().split("\t")
        assert listed[3:] == (["City, Sport"] if words else [])
    everywhere = site("staff", "invite", "ed@example.org", "--role", "observer", "--section", "X")
    check_refused(everywhere, "for moderators and editors")


def test_a_key_opens_what_it_was_made_for(site: Run, database_url: str) -> None:
    key = site("key", "create", "newsroom", "--for", "articles").out.strip()
    other = site("key", "create", "judging", "--for", "dropin").out.strip()
    article = {"headline": "News", "body": "Words."}
    with served(database_url) as browser:
        for token, status in ((key, 201), (other, 403)):
            headers = {"authorization": f"Bearer {token}"}
            answer = browser.post("/api/v1/articles", json=article, headers=headers)
            assert answer.status_code == status
    assert site("key", "create", "x", "--for", "everything").status == 2


def test_a_key_opens_several_things_or_none_is_made(site: Run) -> None:
    site("key", "create", "site", "--scope", "read", "--scope", "post")
    site("key", "create", "cms", "--for", "articles")
    listed = [line.split("\t")[1:3] for line in site("key", "list").out.splitlines()]
    assert listed == [["site", "read,post"], ["cms", "post,articles"]]
    assert site("key", "create", "x", "--scope", "everything").status == 2
    nothing = site("key", "create", "x")
    assert nothing.status == 2
    assert "--scope" in nothing.err


def test_who_is_removed_opens_the_desk_no_more(site: Run, database_url: str) -> None:
    link = link_in(
        site("staff", "invite", "ed@example.org", "--role", "editor", "--name", "Ed").out
    )
    with served(database_url) as browser:
        browser.post(link)
        assert browser.get("/desk").status_code == 200
        told = site("staff", "remove", "Ed@example.org")
        assert told.status == 0
        assert "no longer works at The Gazette" in told.out
        assert "No administrator is left" in told.err
        assert browser.get("/desk", follow_redirects=False).status_code == 303
        link = link_in(
            site("staff", "invite", "ed@example.org", "--role", "moderator", "--name", "Ed").out
        )
        browser.post(link)
        assert browser.get("/desk").status_code == 200
    check_refused(site("staff", "remove", "nobody@example.org"), "Nobody with this address")


def test_an_open_link_of_somebody_removed_opens_nothing(site: Run, database_url: str) -> None:
    link = link_in(
        site("staff", "invite", "ed@example.org", "--role", "editor", "--name", "Ed").out
    )
    site("staff", "remove", "ed@example.org")
    with served(database_url) as browser:
        assert browser.post(link, follow_redirects=False).status_code == 410


def test_keys_are_listed_without_showing_them_and_revoked(site: Run, database_url: str) -> None:
    key = site("key", "create", "newsroom", "--for", "articles").out.strip()
    for _ in range(2):
        site("key", "create", "twins", "--for", "dropin")
    listed = site("key", "list").out
    assert [line.split("\t")[:3] for line in listed.splitlines()] == [
        ["1", "newsroom", "post,articles"],
        ["2", "twins", "dropin"],
        ["3", "twins", "dropin"],
    ]
    assert key not in listed
    headers = {"authorization": f"Bearer {key}"}
    with served(database_url) as browser:
        body = {"headline": "News", "body": "Words."}
        assert browser.post("/api/v1/articles", json=body, headers=headers).status_code == 201
        assert "newsroom (number 1) opens nothing" in site("key", "revoke", "newsroom").out
        body = {"headline": "More news", "body": "Words."}
        assert browser.post("/api/v1/articles", json=body, headers=headers).status_code == 403
    check_refused(site("key", "revoke", "newsroom"), "no open key")
    check_refused(site("key", "revoke", "twins"), "give the number")
    assert site("key", "revoke", "3").status == 0
    states = [line.split("\t")[4].split(" ")[0] for line in site("key", "list").out.splitlines()]
    assert states == ["revoked", "open", "revoked"]


def test_a_judge_servers_keys_are_listed_and_taken_out_of_its_file(
    run: Run, tmp_path: Path
) -> None:
    file = tmp_path / "keys"
    key = run("key", "create", "blog", "--for", "dropin", "--file", file).out.strip()
    run("key", "create", "forum", "--for", "dropin", "--file", file)
    file.write_text(f"# ours\n{file.read_text('utf-8')}", encoding="utf-8")
    assert run("key", "list", "--file", file).out == "blog\nforum\n"
    assert run("key", "revoke", "blog", "--file", file).status == 0
    assert run("key", "list", "--file", file).out == "forum\n"
    assert file.read_text("utf-8").startswith("# ours\n")
    assert key not in file.read_text("utf-8")
    assert file.stat().st_mode & 0o077 == 0
    check_refused(run("key", "revoke", "blog", "--file", file), "no key")


def test_a_site_that_was_tried_here_moves_to_its_address(site: Run) -> None:
    assert site("site", "move", "gazette", "--url", "https://gazette.example/").status == 0
    assert site("site", "list").out == "gazette\tThe Gazette\thttps://gazette.example\n"
    for wrong in ("gazette.example", "https://gazette.example/comments"):
        assert site("site", "move", "gazette", "--url", wrong).status != 0
    check_refused(site("site", "move", "herald", "--url", "https://herald.example"), "no such site")
    assert (
        "https://gazette.example/sign-in/"
        in site("staff", "invite", "ed@example.org", "--role", "editor", "--name", "Edith Moor").out
    )


def test_a_site_is_told_where_its_own_pages_stand(site: Run) -> None:
    said = ("https://paper.example", "https://WWW.paper.example/", "http://127.0.0.1:8080")
    assert site("site", "origins", "gazette", *said).status == 0
    kept = "https://paper.example\nhttps://www.paper.example\nhttp://127.0.0.1:8080\n"
    assert site("site", "origins", "gazette").out == kept
    for wrong in ("paper.example", "https://paper.example/news", "null", "*"):
        assert site("site", "origins", "gazette", wrong).status == 2
    assert site("site", "origins", "gazette").out == kept
