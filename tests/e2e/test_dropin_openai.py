"""OpenAI's own client before a judge server with the real judge."""

import pytest
from openai import APIStatusError, BadRequestError, NotFoundError, OpenAI
from openai.types import ModerationImageURLInputParam, ModerationTextInputParam


@pytest.fixture(scope="module")
def client(judge_address: str) -> OpenAI:
    """Pointed at a server of our own by its base URL, and at nothing else."""
    return OpenAI(base_url=f"{judge_address}/v1", api_key="any", max_retries=0)


def test_an_insult_is_flagged_and_a_civil_text_is_not(client: OpenAI) -> None:
    told = client.moderations.create(
        input=["You are a stupid, pathetic idiot.", "The bridge should have been mended in May."]
    )
    rude, civil = told.results
    assert rude.flagged
    assert rude.categories.harassment
    assert rude.category_scores.harassment > 0.7
    assert not civil.flagged
    assert civil.category_scores.harassment < 0.3


def test_every_category_can_be_read(client: OpenAI) -> None:
    result = client.moderations.create(input="Good morning.").results[0]
    scores = result.category_scores.model_dump(by_alias=True)
    assert len(scores) == 13
    assert all(isinstance(score, float) for score in scores.values())
    assert result.category_applied_input_types.self_harm == []


def test_parts_are_read(client: OpenAI) -> None:
    part = ModerationTextInputParam(type="text", text="You pathetic idiot.")
    told = client.moderations.create(input=[part])
    assert [each.flagged for each in told.results] == [True]


def test_what_nobody_assessed_stands_in_a_header(client: OpenAI) -> None:
    raw = client.moderations.with_raw_response.create(input="Good morning.")
    assert "self-harm/intent" in raw.headers["x-rejoinder-unassessed"]
    assert raw.headers["x-rejoinder-model"]


def test_refusals_are_the_exceptions_that_callers_catch(client: OpenAI) -> None:
    picture = ModerationImageURLInputParam(
        type="image_url", image_url={"url": "https://example.com/a.png"}
    )
    with pytest.raises(BadRequestError) as refused:
        client.moderations.create(input=[picture])
    assert refused.value.code == "image_not_supported"
    with pytest.raises(NotFoundError):
        client.moderations.create(input="Hello.", model="another")
    with pytest.raises(APIStatusError):
        client.moderations.create(input=[])
