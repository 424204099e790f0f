"""Which claim says of somebody that they subscribe, and what says nothing of the kind."""

from typing import Any

import pytest

from rejoinder.errors import Invalid
from rejoinder.sign_on.subscriptions import check_subscriber, subscribes

AUTH0 = "https://paper.example/subscriber"


@pytest.mark.parametrize(
    ("claim", "claims"),
    [
        ("subscription", {"subscription": True}),
        ("user.subscription", {"user": {"subscription": True}}),
        ("roles=subscriber", {"roles": ["reader", "subscriber"]}),
        ("roles=subscriber", {"roles": "subscriber"}),
        ("access.paper.roles=full", {"access": {"paper": {"roles": ["full"]}}}),
        (AUTH0, {AUTH0: True}),
        (f"{AUTH0}=yes", {AUTH0: "yes"}),
        ("plan=a=b", {"plan=a": "b"}),
    ],
)
def test_somebody_subscribes_whose_claim_is_as_it_must_be(
    claim: str, claims: dict[str, Any]
) -> None:
    assert subscribes(check_subscriber(f" {claim} "), {}, claims)


@pytest.mark.parametrize(
    ("claim", "claims"),
    [
        ("", {"": True}),
        ("subscription", {}),
        ("subscription", {"subscription": False}),
        ("subscription", {"subscription": "true"}),
        ("subscription", {"subscription": 1}),
        ("subscription", {"subscription": [True]}),
        ("subscription.paid", {"subscription": True}),
        ("roles=subscriber", {"roles": ["subscribers", {"subscriber": True}, None]}),
        ("roles=subscriber", {"roles": "no-subscriber"}),
        ("roles=subscriber", {"roles": {"subscriber": True}}),
        ("roles=", {"roles": None}),
        ("a.b.c=d", {"a": [{"b": {"c": "d"}}]}),
    ],
)
def test_nobody_else_does(claim: str, claims: dict[str, Any]) -> None:
    assert not subscribes(claim, claims)


@pytest.mark.parametrize("claim", ["=subscriber", " = ", "a\nb", "x" * 201])
def test_what_is_no_claim_is_refused(claim: str) -> None:
    with pytest.raises(Invalid):
        check_subscriber(claim)
