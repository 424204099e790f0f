"""`rejoinder sign-on`: how readers sign on by the accounts that a publisher has already."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from msgspec.structs import replace
from sqlalchemy import Connection

from rejoinder.cli.files import read_file
from rejoinder.cli.store import opened_store, site_option
from rejoinder.clock import now
from rejoinder.errors import Invalid, N_, NotFound
from rejoinder.outbound.addresses import OutboundError, checked_url
from rejoinder.secret_tokens import new_token
from rejoinder.settings import from_environment
from rejoinder.sign_on import actions, queries
from rejoinder.sign_on.commento import checked_settings
from rejoinder.sign_on.model import (
    CommentoSettings,
    OpenIdSettings,
    Secret,
    Settings,
    TokenSettings,
    Way,
)
from rejoinder.sign_on.subscriptions import check_subscriber
from rejoinder.sign_on.tokens import check_secret, key_set_of
from rejoinder.sites.queries import by_key

# In characters: the largest key sets have a tenth of it.
LONGEST_FILE = 100_000
FILE = click.Path(path_type=Path, dir_okay=False, allow_dash=True)
secret_option = click.option(
    "--secret-file",
    "secret",
    type=FILE,
    help="A file with the shared secret, or - to read it; else one is made and shown once.",
)
subscriber_option = click.option(
    "--subscriber",
    default="",
    metavar="CLAIM",
    help="The claim of subscribers: subscription (true), or roles=subscriber.",
)


@click.group()
def sign_on() -> None:
    """Readers sign on by accounts that a publisher has already."""


@dataclass(frozen=True, slots=True)
class _Keys:
    """Where the keys of tokens are to come from."""

    secret: Path | None
    pasted: Path | None
    url: str


@sign_on.command("add-token")
@click.argument("name")
@click.option("--label", default="", help="What readers call these accounts.")
@secret_option
@click.option("--keys-file", type=FILE, help="Public keys, as PEM or a JSON Web Key Set.")
@click.option("--keys-url", default="", help="Where such a key set is fetched.")
@click.option("--issuer", default="", help="What `iss` must be.")
@click.option("--audience", default="", help="What `aud` must be or hold.")
@click.option("--needs-expiry/--without-expiry", default=True, help="Whether `exp` must be there.")
@click.option("--single-use", is_flag=True, help="A token opens one session only, by its `jti`.")
@click.option("--leeway", default=60, type=click.IntRange(0, 600), help="Seconds of clocks.")
@click.option("--emails-verified", is_flag=True, help="You have proved your accounts' addresses.")
@subscriber_option
@site_option
def add_token(name: str, label: str, site_key: str | None, leeway: int, **told: Any) -> None:
    """Take signed tokens (JWT) of NAME: Coral's, or any by HS256, RS256, ES256 and EdDSA."""
    keys = _Keys(*(told.pop(each) for each in ("secret", "keys_file", "keys_url")))
    settings, shown = _with_keys(keys)
    told["subscriber"] = check_subscriber(told["subscriber"])
    settings = replace(settings, leeway_seconds=leeway, **told)
    with opened_store() as database, database.writing() as connection:
        site = by_key(connection, site_key)
        actions.add_way(
            connection, site.id, name=name, label=label or name, settings=settings, now=now()
        )
    click.echo(f"{site.name} takes the tokens of {name}.")
    _show(shown)


@sign_on.command("add-openid")
@click.argument("name")
@click.option("--provider", required=True, help="Its issuer, such as https://id.paper.example.")
@click.option("--client-id", required=True, help="What the provider calls this site.")
@click.option("--client-secret-file", "secret", type=FILE, help="What it was given, or - to read.")
@click.option("--scope", default="openid profile email", show_default=True, help="What is asked.")
@click.option("--label", default="", help="What readers call these accounts.")
@click.option("--emails-verified", is_flag=True, help="Believe it that an address is verified.")
@subscriber_option
@site_option
def add_openid(name: str, label: str, site_key: str | None, **told: Any) -> None:
    """Let readers sign in at a provider of OpenID Connect, called NAME here."""
    secret, provider = told.pop("secret"), told["provider"]
    _check_outside(provider)
    told["subscriber"] = check_subscriber(told["subscriber"])
    told["client_secret"] = "" if secret is None else _read(secret).strip()
    settings = OpenIdSettings(**told)
    with opened_store() as database, database.writing() as connection:
        site = by_key(connection, site_key)
        actions.add_way(
            connection, site.id, name=name, label=label or name, settings=settings, now=now()
        )
    click.echo(f"Readers of {site.name} can sign in at {provider}.")
    click.echo(f"Let it lead them back to {site.base_url}/sign-in/by/{name}/back")


@sign_on.command("add-commento")
@click.argument("name")
@click.option("--url", required=True, help="The page of yours that signs who somebody is.")
@click.option("--secret-file", "secret", type=FILE, required=True, help="With Commento's secret.")
@click.option("--label", default="", help="What readers call these accounts.")
@click.option("--emails-verified", is_flag=True, help="You have proved your accounts' addresses.")
@site_option
def add_commento(name: str, label: str, site_key: str | None, **told: Any) -> None:
    """Let readers sign in at a page that was written for Commento, called NAME here."""
    secret, verified = _read(told["secret"]).strip(), told["emails_verified"]
    settings = checked_settings(told["url"], secret, emails_verified=verified)
    with opened_store() as database, database.writing() as connection:
        site = by_key(connection, site_key)
        actions.add_way(
            connection, site.id, name=name, label=label or name, settings=settings, now=now()
        )
    click.echo(f"Readers of {site.name} can sign in at {told['url']}.")
    click.echo(f"Let it lead them back to {site.base_url}/api/oauth/sso/callback")


@sign_on.command("add-secret")
@click.argument("name")
@click.option("--id", "secret_id", required=True, help="What tokens call it: their `kid`.")
@secret_option
@site_option
def add_secret(name: str, secret_id: str, secret: Path | None, site_key: str | None) -> None:
    """Take tokens of NAME by one secret more, while it follows another."""
    value = _secret(secret)
    with opened_store() as database, database.writing() as connection:
        way, told = _token_way(connection, by_key(connection, site_key).id, name)
        secrets = told.secrets
        if not secrets or any(each.id == secret_id for each in secrets):
            raise Invalid(N_("That way has no secrets, or one that is called so."))
        kept = (*secrets, Secret(secret_id, value))
        actions.change_way(connection, way, replace(told, secrets=kept))
    click.echo(f"{name} signs by {secret_id} too.")
    _show(None if secret else value)


@sign_on.command("remove-secret")
@click.argument("name")
@click.argument("secret_id")
@site_option
def remove_secret(name: str, secret_id: str, site_key: str | None) -> None:
    """Take no token by SECRET_ID of NAME any more, nor any word of it."""
    with opened_store() as database, database.writing() as connection:
        way, told = _token_way(connection, by_key(connection, site_key).id, name)
        kept = tuple(each for each in told.secrets if each.id != secret_id)
        if len(kept) == len(told.secrets):
            raise NotFound(N_("There is no such secret."), code="unknown-secret")
        if not kept:
            raise Invalid(N_("That is its only secret: remove the way itself."))
        actions.change_way(connection, way, replace(told, secrets=kept))
    click.echo(f"{secret_id} of {name} opens nothing any more.")


@sign_on.command("subscribers")
@click.argument("name")
@click.argument("claim")
@site_option
def subscribers(name: str, claim: str, site_key: str | None) -> None:
    """Say by which CLAIM accounts of NAME tell that somebody subscribes; '' for none.

    It must be true (subscription), or have a value or hold it in a list (roles=subscriber). It is
    asked each time that somebody signs on. What follows from it the policy says.
    """
    claim = check_subscriber(claim)
    with opened_store() as database, database.writing() as connection:
        way = queries.way_called(connection, by_key(connection, site_key).id, name)
        if isinstance(way.settings, CommentoSettings):
            raise Invalid(N_("Commento's form tells nothing of subscriptions."))
        actions.change_way(connection, way, replace(way.settings, subscriber=claim))
    told = f"says by {claim} who subscribes" if claim else "says of nobody that they subscribe"
    click.echo(f"{name} {told}.")


@sign_on.command("list")
@site_option
def list_ways(site_key: str | None) -> None:
    """List the ways to sign on, and what each secret is called; never the secrets themselves."""
    with opened_store() as database, database.reading() as connection:
        for way in queries.ways_of(connection, by_key(connection, site_key).id):
            told = [way.name, way.kind, _told_of(way.settings), way.label]
            claim = "" if isinstance(way.settings, CommentoSettings) else way.settings.subscriber
            click.echo("\t".join([*told, *([f"subscribers by {claim}"] if claim else [])]))


@sign_on.command("remove")
@click.argument("name")
@site_option
def remove(name: str, site_key: str | None) -> None:
    """Let nobody sign on by NAME any more; whoever did stays who they are, sessions end."""
    with opened_store() as database, database.writing() as connection:
        way = queries.way_called(connection, by_key(connection, site_key).id, name)
        actions.remove_way(connection, way, now=now())
    click.echo(f"{name} opens nothing any more.")


def _with_keys(keys: _Keys) -> tuple[TokenSettings, str | None]:
    """The settings with their keys, and a secret that is to be shown, if one was made."""
    if sum(map(bool, (keys.secret, keys.pasted, keys.url))) > 1:
        raise Invalid(N_("Give one of --secret-file, --keys-file and --keys-url."))
    if keys.pasted is not None:
        return TokenSettings(keys=key_set_of(_read(keys.pasted))), None
    if keys.url:
        _check_outside(keys.url)
        return TokenSettings(keys_url=keys.url), None
    value = _secret(keys.secret)
    return TokenSettings(secrets=(Secret("1", value),)), None if keys.secret else value


def _check_outside(url: str) -> None:
    try:
        checked_url(url, inside=from_environment().inside_hosts)
    except OutboundError as problem:
        raise Invalid(
            N_("Nothing can be fetched from there: %(problem)s."), problem=problem
        ) from None


def _told_of(settings: Settings) -> str:
    """What a list says of a way; never a secret."""
    if isinstance(settings, OpenIdSettings):
        return settings.provider
    if isinstance(settings, CommentoSettings):
        return settings.url
    secrets = ", ".join(each.id for each in settings.secrets)
    return f"secrets {secrets}" if secrets else settings.keys_url or "pasted keys"


def _token_way(connection: Connection, site_id: int, name: str) -> tuple[Way, TokenSettings]:
    way = queries.way_called(connection, site_id, name)
    if not isinstance(way.settings, TokenSettings):
        raise Invalid(N_("That way takes no tokens."))
    return way, way.settings


def _secret(path: Path | None) -> str:
    return check_secret(_read(path).strip()) if path else f"rjsec_{new_token()}"


def _read(path: Path) -> str:
    if str(path) == "-":
        return sys.stdin.read(LONGEST_FILE)
    try:
        return read_file(path)[:LONGEST_FILE].decode()
    except UnicodeDecodeError:
        raise Invalid(N_("%(path)s is no text."), path=path) from None


def _show(secret: str | None) -> None:
    if secret is not None:
        click.echo("Its secret, which cannot be shown again:")
        click.echo(secret)
