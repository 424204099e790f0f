"""What is found of somebody's home, number or account, and what is taken for nobody's."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rejoinder.engine import AbuseScore
from rejoinder.engine.private_data import Kind, private_data_score, private_details
from rejoinder.engine.private_data.numbers import is_luhn
from tests.support.private_texts import NOTHING, OFFICES, PRIVATE
from tests.support.worst_texts import PIECES


def lines(block: str) -> list[str]:
    return [line.strip() for line in block.strip().split("\n")]


@pytest.mark.parametrize(
    ("kind", "line"), [(kind, line) for kind, block in PRIVATE.items() for line in lines(block)]
)
def test_what_is_somebodys_own_is_held_and_shown(kind: Kind, line: str) -> None:
    before, words, after = line.split("|")
    text = before + words + after
    found = [detail for detail in private_details(text) if detail.probability >= 0.5]
    assert [detail.kind for detail in found] == [kind]
    start, end = found[0].span
    assert text[start:end] == words or words.endswith(text[start:end])


@pytest.mark.parametrize("text", lines(OFFICES))
def test_an_office_may_be_reached(text: str) -> None:
    assert [detail for detail in private_details(text) if detail.probability >= 0.3] == []


@pytest.mark.parametrize("text", lines(NOTHING))
def test_figures_are_no_details(text: str) -> None:
    assert private_details(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Dorn lives\nat 14 Elm Grove.",
        "14\nElm Grove, where Dorn lives",
        "Ring Moll\n01632\n960\n482",
        "GB29 NWBK 6016\n1331 9268 19",
        "his card 4111 1111\n1111 1111",
        "write to him: j.harker@\nferrymail.net",
    ],
)
def test_the_end_of_a_line_hides_nothing(text: str) -> None:
    assert private_data_score(text).score >= 0.5
    assert private_data_score(text).score == private_data_score(text.replace("\n", " ")).score


@pytest.mark.parametrize(
    "text",
    [
        "Ferries at\n07.30\n08.15\n09.00",
        "Results:\n3-1\n2-0\n0-0",
        "1912\n1913\n1914\n1915",
        "Budget 2024\n400,000\nBudget 2025\n420,000",
        "They voted 41\n39\n12\n8",
        "We waited until 14\n\nElm Grove was empty by then",
    ],
)
def test_a_column_of_figures_is_no_detail(text: str) -> None:
    assert private_details(text) == ()


@pytest.mark.parametrize("number", ["4111111111111111", "79927398713"])
def test_a_cards_last_digit_checks_the_others(number: str) -> None:
    assert is_luhn(number)
    assert not is_luhn(number[:-1] + str((int(number[-1]) + 1) % 10))


def test_a_wrong_check_digit_makes_no_account() -> None:
    assert private_details("Send it to GB28 NWBK 6016 1331 9268 19.") == ()
    assert private_details("The number 4111 1111 1111 1112 is on the hull.") == ()


def test_the_score_is_the_greatest_and_its_words_are_shown() -> None:
    text = "He lives at 14 Elm Grove, the council is on 01632 960 500, ring him on 07700 900482."
    score = private_data_score(text)
    assert score.score == max(detail.probability for detail in private_details(text))
    assert [text[start:end] for start, end in score.spans] == ["14 Elm Grove", "07700 900482"]
    assert private_data_score("Nothing of anybody's.") == AbuseScore(0.0)


def test_what_a_network_measured_counts_where_it_is_more() -> None:
    text = "He is alone with the kids on Fridays, at 14 Elm Grove."
    (detail,) = private_details(text)
    measured = AbuseScore(0.97, ((6, 31), (40, 46)))
    joined = private_data_score(text, measured)
    assert joined == AbuseScore(0.97, ((6, 31), (40, detail.span[1])))
    assert private_data_score(text, AbuseScore(0.1)).score == detail.probability


@settings(max_examples=150, deadline=None)
@given(
    st.text(max_size=60)
    | st.lists(st.sampled_from([*PIECES, "14 Elm Grove", "+44 7700 900482", "a@b.com"])).map(
        "".join
    )
)
def test_details_lie_in_the_text_in_order_and_apart(text: str) -> None:
    end = 0
    for detail in private_details(text):
        assert end <= detail.span[0] < detail.span[1] <= len(text)
        assert 0 <= detail.probability <= 1
        end = detail.span[1]


def test_only_so_much_of_a_text_is_searched() -> None:
    assert private_details("a " * 10_000 + "Ring him on 07700 900482.") == ()
