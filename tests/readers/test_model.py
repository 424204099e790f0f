"""Which names and addresses a reader may write under."""

import pytest

from rejoinder.errors import Invalid
from rejoinder.readers.model import check_email, check_name


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ilka@example.org", "ilka@example.org"),
        ("  Ilka.Moreau@Example.ORG ", "ilka.moreau@example.org"),
        ("ilka+paper@example.org", "ilka+paper@example.org"),
        ("ilka@bücher.example", "ilka@bücher.example"),
        ("ilka@xn--bcher-kva.example", "ilka@bücher.example"),
        ("Jens.Groß@example.org", "jens.groß@example.org"),
        ("JENS.GROSS@example.org", "jens.gross@example.org"),
    ],
)
def test_an_address_has_one_form(typed: str, kept: str) -> None:
    assert check_email(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "ilka",
        "ilka@",
        "@example.org",
        "ilka@example",
        "ilka@example..org",
        "two@example.org, one@example.org",
        "ilka@example.org\nBcc: all@example.org",
        "Ilka <ilka@example.org>",
        "ilka@[127.0.0.1]",
        "ilka@" + "x" * 250 + ".org",
        "\x00",
        "\ud800@example.org",
    ],
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_email(typed)
    assert refused.value.code == "bad-email"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Jo", "Jo"),
        ("  Ilka   Moreau-Dahl ", "Ilka Moreau-Dahl"),
        ("X" * 40, "X" * 40),
        ("嵐山", "嵐山"),
        ("R2", "R2"),
        ("4 2", "4 2"),
        ("Il\u202eka", "Ilka"),
        ("Ilka\nMoreau", "Ilka Moreau"),
    ],
)
def test_a_name_is_what_its_owner_says(typed: str, kept: str) -> None:
    assert check_name(typed) == kept


@pytest.mark.parametrize(
    "typed", ["", "J", " J ", "X" * 41, "!!", "\x00\x01", "--", "\u200b\u200b"]
)
def test_a_name_that_nobody_could_call_is_refused(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_name(typed)
    assert refused.value.code == "bad-name"
    assert "2 to 40" in str(refused.value)
