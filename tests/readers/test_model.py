"""Which addresses a reader may write under."""

import pytest

from rejoinder.errors import Invalid
from rejoinder.readers.model import check_email


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
