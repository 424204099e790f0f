"""Word lists: what they find, through disguise and across lines, and what they leave in peace."""

import random
import string
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rejoinder.moderation.wordlist import WordMatcher

MATCHER = WordMatcher(
    {
        "banned": [
            "cunt", "idiot", "paid shill", "white-trash", "fuck*", "c++", "Hurensöhne", "дурак",
            "傻瓜", "straße", "कुत्ता",
        ],
        "watched": ["ano", "lawsuit", "cock*"],
    },
    allowed=["año", "cockpit", "cock-a-hoop"],
)  # fmt: skip


def found(text: str, name: str = "banned") -> list[str]:
    return [text[start:end] for start, end in MATCHER.find(text)[name]]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("You idiot.", ["idiot"]),
        ("IDIOT", ["IDIOT"]),
        ("idiot idiot", ["idiot", "idiot"]),
        ("an *idiot* and an _idiot_", ["idiot", "idiot"]),
        ("(idiot)", ["idiot"]),
        ("idiot's work", ["idiot"]),
        ("ídiöt", ["ídiöt"]),
        ("ｉｄｉｏｔ", ["ｉｄｉｏｔ"]),
        ("id\u200biot", ["id\u200biot"]),
        ("іdіоt", ["іdіоt"]),
        ("you 1diot? id1ot!", ["1diot", "id1ot"]),
        ("you i d i o t you", ["i d i o t"]),
        ("you i.d.i.o.t", ["i.d.i.o.t"]),
        ("iiidiooot", ["iiidiooot"]),
        ("a paaaid shilll", ["paaaid shilll"]),
        ("fuuuuckers", ["fuuuuckers"]),
        ("a paid shill", ["paid shill"]),
        ("a paid\n   shill", ["paid\n   shill"]),
        ("a paid-shill", ["paid-shill"]),
        ("a paid **shill**", ["paid **shill"]),
        ("white trash", ["white trash"]),
        ("fucking, unfucked, FUCKWIT", ["fucking", "FUCKWIT"]),
        ("f.u.c.k them", ["f.u.c.k"]),
        ("I write c++ daily", ["c++"]),
        ("diese HURENSÖHNE", ["HURENSÖHNE"]),
        ("in der Strasse, STRASSE, Straße", ["Strasse", "STRASSE", "Straße"]),
        ("ты Дурак!", ["Дурак"]),
        ("你是傻瓜啊", ["傻瓜"]),
        ("वह कुत्ता है", ["कुत्ता"]),
    ],
)
def test_a_listed_word_is_found_as_it_was_written(text: str, words: list[str]) -> None:
    assert found(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "Scunthorpe United lost.",
        "SCUNTHORPE",
        "Idiotic? idiots? an idiotproof lock",
        "the shill was paid. A shill",
        "repaid shilling",
        "whites and trash",
        "the dishonourable unfucked",
        "कुत्तापन",
        "annoo: doubled is not stretched",
        "дурака",
        "",
        "\n\n",
    ],
)
def test_a_word_inside_another_is_left_in_peace(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("un año", []),
        ("el ano", ["ano"]),
        ("el äno", ["äno"]),
        ("cockpit, cocks", ["cocks"]),
        ("cockpits", ["cockpits"]),
        ("he was cock-a-hoop", []),
    ],
)
def test_an_allowed_word_is_excepted_and_nothing_more(text: str, words: list[str]) -> None:
    assert found(text, "watched") == words


def test_a_list_without_words_finds_nothing() -> None:
    assert WordMatcher({"banned": []}).find("You idiot.") == {"banned": ()}


@given(st.text() | st.text("idotIDOT çŠİßǰ傻瓜paid shl*-_\u200b\u0301\n", max_size=60))
def test_what_is_found_lies_within_the_text_in_order(text: str) -> None:
    for spans in MATCHER.find(text).values():
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert list(spans) == sorted(spans)
        assert all(one[1] <= other[1] for one, other in pairwise(spans))


@given(st.text("abç İßidot \n", max_size=40), st.text("abç İßidot \n", max_size=40))
def test_a_word_alone_is_found_wherever_it_stands(before: str, after: str) -> None:
    text = f"{before} knave {after}"
    spans = WordMatcher({"banned": ["knave"]}).find(text)["banned"]
    assert (len(before) + 1, len(before) + 6) in spans


def test_ten_thousand_words_over_the_longest_text_take_well_under_a_second() -> None:
    chance = random.Random(7)
    words = [
        "".join(chance.choices(string.ascii_lowercase, k=chance.randint(3, 9)))
        for _ in range(10_000)
    ]
    matcher = WordMatcher({"banned": words})
    letters = chance.choices(string.ascii_letters + "é\n", k=5000)
    text = " ".join([*chance.choices(words, k=1500), *letters])
    began = time.thread_time()
    spans = matcher.find(text)["banned"]
    assert time.thread_time() - began < 0.9
    assert len(spans) >= 1500
