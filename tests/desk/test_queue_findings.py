"""What the queue reads of a stored decision, whatever else stands in it."""

import json

import pytest

from rejoinder.desk.queue.findings import Found, found_in

ABUSE = {"insult": {"score": 0.25, "marks": [[0, 3, 0.5]]}, "threat": {"score": 1}}
JUDGED = {"abuse": ABUSE, "language": {"code": "de", "share": 0.9}, "on_topic": None}


@pytest.mark.parametrize(
    ("judgement", "found"),
    [
        (json.dumps(JUDGED), Found(("links.many",), 1.0, "de")),
        (json.dumps({**JUDGED, "language": None}), Found(("links.many",), 1.0)),
        ('{"abuse": {}}', Found(("links.many",))),
        ("null", Found(("links.many",))),
        (None, Found(("links.many",))),
    ],
)
def test_of_a_decision_rules_score_and_language_are_read(
    judgement: str | None, found: Found
) -> None:
    assert found_in('[{"rule": "links.many", "words": {}}]', judgement) == found


def test_half_a_surrogate_pair_loses_no_comment() -> None:
    findings = '[{"rule": "words", "marked": "\\ud83d"}]'
    judgement = '{"abuse": {"threat": {"score": 0.5}}, "model": "\\udc00"}'
    assert found_in(findings, judgement) == Found(("words",), 0.5)
