"""Signed tokens of a publisher's own accounts, for a paper that takes them."""

from typing import Any

from joserfc import jwt
from joserfc.jwk import OctKey

from rejoinder.sign_on.actions import add_way
from rejoinder.sign_on.model import Secret, TokenSettings, Way
from tests.support.newspaper import Paper

SECRET = "ssosec_" + "0a" * 32
KEY = OctKey.import_key(SECRET)


def takes_tokens(paper: Paper, **told: Any) -> Way:
    """Lets a paper's readers sign on by tokens; `told` are settings beside the secret."""
    settings = TokenSettings(secrets=(Secret("one", SECRET),), **told)
    with paper.database.writing() as connection:
        return add_way(
            connection, paper.site.id, name="a", label="A", settings=settings, now=paper.clock()
        )


def token(paper: Paper, *, iat: int = 0, **user: Any) -> str:
    """A token for Jonas Lind, or whoever `user` says, written `iat` seconds from now."""
    moment = int(paper.clock().timestamp())
    told = {"id": "4711", "email": "jonas@example.org", "username": "Jonas Lind", **user}
    claims = {"user": told, "iat": moment + iat, "exp": moment + 300, "jti": "one"}
    return jwt.encode({"alg": "HS256"}, claims, KEY)
