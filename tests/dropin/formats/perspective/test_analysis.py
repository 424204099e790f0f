"""`comments:analyze`, as Perspective's clients call it."""

from pathlib import Path
from typing import Any

import msgspec
import pytest
from litestar import Litestar
from litestar.testing import TestClient

from tests.support.judge_servers import ANALYZE, ARTICLE, SUGGEST, Asked, body, judge_server, under

GOLDEN = Path(__file__).parents[2] / "golden"
PRODUCTION = (
    "TOXICITY",
    "SEVERE_TOXICITY",
    "IDENTITY_ATTACK",
    "INSULT",
    "PROFANITY",
    "THREAT",
)
Client = TestClient[Litestar]


def analysed(client: Client, sent: dict[str, Any], path: str = ANALYZE) -> dict[str, Any]:
    """What a call is answered with."""
    answer = client.post(path, json=sent)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def spans_of(told: dict[str, Any], name: str = "TOXICITY") -> list[tuple[int, int]]:
    return [(each["begin"], each["end"]) for each in told["attributeScores"][name]["spanScores"]]


def test_all_six_attributes_are_scored_as_in_the_golden_file(server: Client) -> None:
    answer = server.post(f"{ANALYZE}?key=any", json=body("You idiot!", *PRODUCTION))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json; charset=UTF-8"
    assert answer.headers["x-rejoinder-model"] == "told-1"
    golden = (GOLDEN / "analyze.json").read_bytes()
    assert msgspec.json.format(answer.content, indent=1) + b"\n" == golden


@pytest.mark.parametrize(
    "name",
    [
        *(f"{each}_EXPERIMENTAL" for each in PRODUCTION),
        *("SEXUALLY_EXPLICIT", "SPAM", "OBSCENE", "ATTACK_ON_COMMENTER", "INFLAMMATORY"),
        "LIKELY_TO_REJECT",
    ],
)
def test_other_attributes_that_are_measured_are_scored(server: Client, name: str) -> None:
    low = analysed(server, body("A civil word.", name))["attributeScores"][name]
    high = analysed(server, body("You idiot.", name))["attributeScores"][name]
    assert low["summaryScore"]["value"] <= high["summaryScore"]["value"]
    assert high["summaryScore"]["value"] == (0.25 if name == "SPAM" else 0.9123456)


def test_the_address_may_have_its_colon_escaped(server: Client) -> None:
    assert "attributeScores" in analysed(server, body(), "/v1alpha1/comments%3Aanalyze")


def test_there_is_always_one_span_over_the_whole_text(server: Client) -> None:
    for more in ({}, {"spanAnnotations": False}, {"spanAnnotations": True}):
        told = analysed(server, body("You idiot.", **more))
        assert spans_of(told) == [(0, 10)]
        scores = told["attributeScores"]["TOXICITY"]
        assert scores["spanScores"][0]["score"] == scores["summaryScore"]


def test_each_sentence_has_its_score_when_spans_are_asked_for(server: Client) -> None:
    text = "A civil word. You idiot!\n\nWell."
    told = analysed(server, body(text, spanAnnotations=True))
    spans = told["attributeScores"]["TOXICITY"]["spanScores"]
    assert [text[each["begin"] : each["end"]] for each in spans] == [
        "A civil word.",
        "You idiot!",
        "Well.",
    ]
    assert [each["score"]["value"] > 0.5 for each in spans] == [False, True, False]


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("Hi 😀. You idiot!", [(0, 6), (7, 17)]),
        ("👩‍👩‍👧. You idiot!", [(0, 9), (10, 20)]),
        ("Ünïcode. You idiot!", [(0, 8), (9, 19)]),
    ],
)
def test_places_are_counted_in_utf16(
    server: Client, text: str, spans: list[tuple[int, int]]
) -> None:
    assert spans_of(analysed(server, body(text, spanAnnotations=True))) == spans
    whole = len(text.encode("utf-16-le")) // 2
    assert spans_of(analysed(server, body(text))) == [(0, whole)]


def test_a_long_text_has_no_more_spans_than_are_worth_judging(server: Client) -> None:
    told = analysed(server, body("Well. " * 400, spanAnnotations=True))
    spans = spans_of(told)
    assert len(spans) == 20
    assert spans[0][0] == 0
    assert spans[-1][1] == 400 * 6 - 1


def test_both_lists_of_languages_are_always_there(server: Client) -> None:
    detected = analysed(server, body())
    assert (detected["languages"], detected["detectedLanguages"]) == (["en"], ["en"])
    for named in (["en"], ["en-US"], ["de", "en"], ["EN"]):
        told = analysed(server, body(languages=named))
        assert (told["languages"], told["detectedLanguages"]) == (named, ["en"])


def test_the_token_comes_back_only_where_it_was_sent(server: Client) -> None:
    assert "clientToken" not in analysed(server, body())
    for token in ("comment:7", "", "ä😀"):
        assert analysed(server, body(clientToken=token))["clientToken"] == token


def test_corals_call_is_answered_as_coral_reads_it(server: Client) -> None:
    answer = server.post(
        f"{ANALYZE}?key=KEY",
        json={
            "comment": {"text": "You idiot."},
            "doNotStore": True,
            "requestedAttributes": {"TOXICITY": {}},
            "languages": ["en"],
        },
        headers={"user-agent": "Coral Perspective/9.11.8"},
    )
    score = answer.json()["attributeScores"]["TOXICITY"]["summaryScore"]["value"]
    assert (answer.status_code, score > 0.8) == (200, True)


def test_a_version_is_taken_and_sent_back(server: Client) -> None:
    told = analysed(server, body("You idiot.", "TOXICITY@6", "INSULT"))
    assert list(told["attributeScores"]) == ["TOXICITY@6", "INSULT"]


def test_scores_under_the_threshold_are_left_out(server: Client) -> None:
    asked = {"TOXICITY": {"scoreThreshold": 0.5}, "SPAM": {"scoreThreshold": 0.5}}
    sent = {"comment": {"text": "Well. You idiot."}, "requestedAttributes": asked}
    told = analysed(server, {**sent, "spanAnnotations": True})["attributeScores"]
    assert list(told) == ["TOXICITY"]
    assert [each["begin"] for each in told["TOXICITY"]["spanScores"]] == [6]
    zero = {**sent, "requestedAttributes": {"SPAM": {"scoreThreshold": 0}}}
    assert analysed(server, zero)["attributeScores"]["SPAM"]["summaryScore"]["value"] == 0.25
    nothing = {**sent, "requestedAttributes": {"SPAM": {"scoreThreshold": 0.9}}}
    assert analysed(server, nothing)["attributeScores"] == {}


@pytest.mark.parametrize("kind", ["PROBABILITY", "SCORE_TYPE_UNSPECIFIED", 1, 0, None])
def test_probabilities_may_be_asked_for_by_name(server: Client, kind: object) -> None:
    sent = {"comment": {"text": "Well."}, "requestedAttributes": {"THREAT": {"scoreType": kind}}}
    told = analysed(server, sent)
    assert told["attributeScores"]["THREAT"]["summaryScore"]["type"] == "PROBABILITY"


def test_off_topic_is_told_under_an_article(server: Client) -> None:
    for text, about in (("The bridge was due.", True), ("Buy shares.", False)):
        for context in (under(), {"entries": [{"text": ARTICLE}]}):
            told = analysed(server, body(text, "OFF_TOPIC", context=context))
            score = told["attributeScores"]["OFF_TOPIC"]["summaryScore"]["value"]
            assert score == (0.05 if about else 0.875)


def test_article_and_parent_reach_the_judge_by_either_way() -> None:
    asked = Asked()
    entries = [{"text": ARTICLE}, {"text": "Between."}, {"text": "Why March?"}]
    with judge_server(asked) as client:
        for context in (under(parent="Why March?"), {"entries": entries}):
            analysed(client, body("Indeed.", "OFF_TOPIC", context=context))
        analysed(client, body("Indeed.", "TOXICITY", context=under()))
    first, second, third = asked.questions
    assert first == second
    assert first.article is not None
    assert first.article.headline == "The harbour bridge closes"
    assert first.article.body == "The harbour bridge will close for repairs in March."
    assert first.parent == "Why March?"
    # Who did not ask about the topic does not wait for it.
    assert third.article is None


def test_a_context_changes_no_other_score(server: Client) -> None:
    contexts: list[Any] = [None, {}, {"entries": []}, under(), {"articleAndParentComment": {}}]
    for context in contexts:
        told = analysed(server, body("You idiot.", context=context))
        assert told["attributeScores"]["TOXICITY"]["summaryScore"]["value"] == 0.9123456


def test_snake_case_strings_for_numbers_null_and_unknown_fields_are_taken(server: Client) -> None:
    told = analysed(
        server,
        {
            "comment": {"text": 'He said "requested_attributes".', "type": "PLAIN_TEXT"},
            "requested_attributes": {
                "TOXICITY": {"score_threshold": "0.0", "score_type": None},
                "INSULT": None,
            },
            "client_token": "t",
            "span_annotations": "true",
            "do_not_store": True,
            "context": None,
            "languages": None,
            "something": {"new": [1]},
        },
    )
    assert list(told["attributeScores"]) == ["TOXICITY", "INSULT"]
    assert told["clientToken"] == "t"


@pytest.mark.parametrize(
    ("fields", "kept"),
    [
        ("attributeScores.TOXICITY.summaryScore", {"attributeScores": {"TOXICITY": "summary"}}),
        ("attributeScores/TOXICITY/summaryScore", {"attributeScores": {"TOXICITY": "summary"}}),
        ("attributeScores(TOXICITY(summaryScore))", {"attributeScores": {"TOXICITY": "summary"}}),
        ("attributeScores/*/summaryScore", {"attributeScores": {"TOXICITY": "summary"}}),
        ("languages,detectedLanguages", {"languages": ["en"], "detectedLanguages": ["en"]}),
        ("nothing", {}),
    ],
)
def test_parts_of_the_answer_can_be_asked_for(
    server: Client, fields: str, kept: dict[str, Any]
) -> None:
    told = analysed(server, body(), f"{ANALYZE}?fields={fields}")
    summary = {"summaryScore": {"value": 0.9123456, "type": "PROBABILITY"}}
    if "attributeScores" in kept:
        kept = {"attributeScores": {"TOXICITY": summary}}
    assert told == kept
    assert analysed(server, body(), f"{ANALYZE}?fields=*").keys() == {
        "attributeScores",
        "languages",
        "detectedLanguages",
    }


def test_answers_can_be_laid_out_and_made_smaller(server: Client) -> None:
    pretty = server.post(f"{ANALYZE}?prettyPrint=true&alt=json", json=body())
    assert b'\n  "attributeScores": {' in pretty.content
    sent = body("Well.", *PRODUCTION, "SPAM", "OBSCENE", "INFLAMMATORY", "LIKELY_TO_REJECT")
    small, plain = (
        server.post(ANALYZE, json=sent, headers={"accept-encoding": accepted})
        for accepted in ("gzip, deflate", "identity")
    )
    assert small.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert small.content == plain.content
    assert int(small.headers["content-length"]) < len(plain.content) / 4


def test_any_page_may_call(server: Client) -> None:
    asked = {
        "origin": "https://paper.example",
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type",
    }
    for path in (ANALYZE, SUGGEST, "/batch", "/$discovery/rest"):
        answer = server.options(path, headers=asked)
        assert answer.status_code == 204
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "POST" in answer.headers["access-control-allow-methods"]
        assert answer.headers["access-control-allow-headers"].startswith("*")
    told = server.post(ANALYZE, json=body(), headers={"origin": "https://paper.example"})
    assert told.headers["access-control-allow-origin"] == "*"
    assert "x-rejoinder-model" in told.headers["access-control-expose-headers"]
    wrong = server.post(ANALYZE, json={}, headers={"origin": "https://paper.example"})
    assert wrong.headers["access-control-allow-origin"] == "*"
