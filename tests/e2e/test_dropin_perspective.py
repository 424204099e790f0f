"""Perspective's real clients before a real judge server: only the address is ours."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

# Written for others' warnings policy, not ours.
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
]
discovery = pytest.importorskip("googleapiclient.discovery")
errors = pytest.importorskip("googleapiclient.errors")

INSULT = "You are a complete idiot and a disgusting liar."
CIVIL = "The council should repair the harbour wall before the winter storms."
ARTICLE = (
    "Fishing deal still divides the harbours, thirty years on\n"
    "When the agreement was signed, the quay at Northhaven was lined with trawlers. Today four "
    "boats are left. The town council wants a share of the licence fees to repair the harbour "
    "wall before the winter storms."
)
ELSEWHERE = (
    "My new phone takes wonderful pictures, and the battery lasts two days even when I watch "
    "football videos on the train to my cousin's wedding."
)


@pytest.fixture(scope="module")
def client(judge_address: str) -> Iterator[Any]:
    """Google's client, built from our document."""
    built = discovery.build(
        "commentanalyzer",
        "v1alpha1",
        developerKey="any-key",
        discoveryServiceUrl=f"{judge_address}/$discovery/rest?version=v1alpha1",
        static_discovery=False,
    )
    yield built
    built.close()


def asked(text: str, *names: str, **more: Any) -> dict[str, Any]:
    return {
        "comment": {"text": text},
        "requestedAttributes": {name: {} for name in names or ("TOXICITY",)},
        **more,
    }


def score(told: dict[str, Any], name: str = "TOXICITY") -> float:
    value: float = told["attributeScores"][name]["summaryScore"]["value"]
    return value


def test_googles_client_tells_an_insult_from_a_civil_comment(client: Any) -> None:
    rude = client.comments().analyze(body=asked(INSULT)).execute()
    civil = client.comments().analyze(body=asked(CIVIL)).execute()
    assert score(rude) > 0.8
    assert score(civil) < 0.3
    assert rude["attributeScores"]["TOXICITY"]["spanScores"][0]["end"] == len(INSULT)


def test_googles_client_tells_what_is_off_topic(client: Any) -> None:
    context = {"articleAndParentComment": {"article": {"text": ARTICLE}}}
    found = [
        score(
            client.comments().analyze(body=asked(text, "OFF_TOPIC", context=context)).execute(),
            "OFF_TOPIC",
        )
        for text in (CIVIL, ELSEWHERE)
    ]
    assert found[0] < 0.3
    assert found[1] > 0.7


def test_googles_client_gets_the_reason_of_a_refusal(client: Any) -> None:
    with pytest.raises(errors.HttpError) as raised:
        client.comments().analyze(body=asked("")).execute()
    assert raised.value.status_code == 400
    assert raised.value.reason == "Comment must be non-empty."
    assert raised.value.error_details[0]["errorType"] == "COMMENT_EMPTY"


def test_googles_client_sends_a_batch(client: Any) -> None:
    answers: dict[str, tuple[Any, Any]] = {}

    def keep(name: str, answer: Any, failure: Any) -> None:
        answers[name] = (answer, failure)

    batch = client.new_batch_http_request(callback=keep)
    for number, text in enumerate((INSULT, "", CIVIL)):
        batch.add(client.comments().analyze(body=asked(text)), request_id=str(number))
    batch.execute()
    assert score(answers["0"][0]) > 0.8
    assert answers["1"][1].reason == "Comment must be non-empty."
    assert score(answers["2"][0]) < 0.3


def test_googles_client_suggests_a_score(client: Any) -> None:
    sent = {
        "comment": {"text": INSULT},
        "attributeScores": {"TOXICITY": {"summaryScore": {"value": 1.0}}},
        "clientToken": "comment:7",
    }
    assert client.comments().suggestscore(body=sent).execute() == {"clientToken": "comment:7"}


def test_the_perspective_package_asks_us(judge_address: str) -> None:
    package = pytest.importorskip("perspective")
    asking = package.PerspectiveAPI("any-key")
    asking.api_client.url = f"{judge_address}/v1alpha1/{{endpoint}}"
    told = asking.analyze_comment(INSULT, span_annotations=True, client_token="a")
    assert score(told) > 0.8
    assert told["clientToken"] == "a"


def test_a_connection_is_kept_and_a_colon_may_be_escaped(judge_address: str) -> None:
    with httpx.Client(base_url=judge_address) as browser:
        for path in ("/v1alpha1/comments:analyze", "/v1alpha1/comments%3Aanalyze"):
            for _ in range(3):
                assert browser.post(path, json=asked(CIVIL)).status_code == 200
        for path in ("/$discovery/rest", "/%24discovery/rest"):
            assert browser.get(path).json()["rootUrl"] == f"{judge_address}/"
