"""Letting readers sign on by the publisher's own accounts, from the command line."""

from pathlib import Path

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from tests.cli.test_commands import check_refused, served
from tests.support.cli import Run

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

CORALS = "ssosec_" + "0a" * 32


def token(secret: str, **header: str) -> str:
    claims = {"user": {"id": "1", "username": "Jonas"}, "exp": 4_000_000_000}
    return jwt.encode({"alg": "HS256", **header}, claims, OctKey.import_key(secret))


def status(database_url: str, *tokens: str) -> list[int]:
    with served(database_url) as browser:
        return [
            browser.post("/api/v1/sessions", json={"token": each}).status_code for each in tokens
        ]


def test_a_secret_is_shown_once_and_followed_by_another(site: Run, database_url: str) -> None:
    first = site("sign-on", "add-token", "accounts").out.split()[-1]
    second = site("sign-on", "add-secret", "accounts", "--id", "2027").out.split()[-1]
    assert first != second
    assert status(database_url, token(first), token(second, kid="2027")) == [201, 201]
    assert site("sign-on", "remove-secret", "accounts", "1").status == 0
    assert status(database_url, token(first), token(second)) == [403, 201]
    told = site("sign-on", "list").out
    assert told == "accounts\ttoken\tsecrets 2027\taccounts\n"
    check_refused(site("sign-on", "remove-secret", "accounts", "2027"), "only secret")
    assert site("sign-on", "remove", "accounts").status == 0
    assert status(database_url, token(second)) == [403]
    check_refused(site("sign-on", "remove", "accounts"), "no way to sign on")


def test_corals_secret_goes_on_working_and_is_not_shown(
    site: Run, database_url: str, tmp_path: Path
) -> None:
    file = tmp_path / "secret"
    file.write_text(f"{CORALS}\n")
    told = site("sign-on", "add-token", "coral", "--secret-file", file)
    assert (told.status, CORALS in told.out + told.err) == (0, False)
    assert status(database_url, token(CORALS, kid="any")) == [201]


def test_a_claim_says_who_subscribes(site: Run) -> None:
    told = site("sign-on", "add-token", "accounts", "--subscriber", "subscription")
    assert told.status == 0
    assert site("sign-on", "list").out.endswith("\taccounts\tsubscribers by subscription\n")
    assert "roles=member" in site("sign-on", "subscribers", "accounts", "roles=member").out
    assert site("sign-on", "list").out.endswith("\tsubscribers by roles=member\n")
    assert "of nobody" in site("sign-on", "subscribers", "accounts", "").out
    assert site("sign-on", "list").out.endswith("\taccounts\n")
    check_refused(site("sign-on", "subscribers", "accounts", "=x"), "Name a claim")
    check_refused(site("sign-on", "subscribers", "nobody", "x"), "no way to sign on")


def test_what_is_no_secret_and_no_key_is_refused(site: Run, tmp_path: Path) -> None:
    file = tmp_path / "secret"
    public = RSAKey.generate_key(2048).as_pem(private=False).decode()
    for content in ("short", "", public):
        file.write_text(content)
        check_refused(site("sign-on", "add-token", "a", "--secret-file", file), "A secret has")
    file.write_text("no key")
    check_refused(site("sign-on", "add-token", "a", "--keys-file", file), "no keys")
    file.write_text(public)
    check_refused(
        site("sign-on", "add-token", "a", "--keys-file", file, "--secret-file", file), "Give one"
    )
    inside = site("sign-on", "add-token", "a", "--keys-url", "http://10.0.0.1/keys")
    check_refused(inside, "Nothing can be fetched")
    check_refused(site("sign-on", "add-token", "Ä"), "small letters")
    assert site("sign-on", "list").out == ""
    assert site("sign-on", "add-token", "a", "--keys-file", file).status == 0
    check_refused(site("sign-on", "add-token", "a", "--keys-file", file), "called “a”")


def test_a_provider_and_a_page_for_commento_are_added_and_told_without_their_secrets(
    site: Run, tmp_path: Path
) -> None:
    file, secret = tmp_path / "secret", "0a" * 32
    file.write_text(f"{secret}\n")
    provider = ("--provider", "https://id.example.org", "--client-id", "comments")
    told = site("sign-on", "add-openid", "id", *provider, "--client-secret-file", file)
    assert told.out.splitlines()[-1].endswith("/sign-in/by/id/back")
    page = ("--url", "https://courier.example/sso", "--label", "Courier")
    told = site("sign-on", "add-commento", "courier", *page, "--secret-file", file)
    assert told.out.splitlines()[-1].endswith("/api/oauth/sso/callback")
    listed = site("sign-on", "list").out
    assert "id\topenid\thttps://id.example.org\tid\n" in listed
    assert "courier\tcommento\thttps://courier.example/sso\tCourier\n" in listed
    assert secret not in listed
    check_refused(site("sign-on", "add-secret", "id", "--id", "2"), "takes no tokens")
    inside = ("--provider", "http://10.0.0.1", "--client-id", "comments")
    check_refused(site("sign-on", "add-openid", "b", *inside), "Nothing can be fetched")
    for url, content in (
        ("courier.example", secret),
        ("https://a.example", "0a"),
        ("ftp://a", secret),
    ):
        file.write_text(content)
        refused = site("sign-on", "add-commento", "c", "--url", url, "--secret-file", file)
        assert refused.status == 2
