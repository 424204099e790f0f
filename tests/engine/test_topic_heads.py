"""The heads for the subject by themselves, over a network that only says where a text points."""

import numpy as np
import pytest

from rejoinder.engine import Article
from rejoinder.engine.arrays import Floats32, Ints
from rejoinder.engine.article_vectors import MAX_PASSAGES, article_vectors
from rejoinder.engine.tokens import Vocabulary
from rejoinder.engine.topic import FEATURES, LENIENCY, TopicModel
from rejoinder.engine.windows import WINDOW_TOKENS
from tests.support import tiny_encoders

# Word pieces p3 to p9 point at ferries, p10 to p16 at cats, p17 at nothing in particular.
FERRIES, CATS = range(3, 10), range(10, 17)
ON_FERRIES = Article(headline="p3 p4", standfirst="p5.", body="P6 p7 p8. P9 p3.")


class Compass:
    """A network that averages what its word pieces point at, and counts its runs."""

    def __init__(self) -> None:
        self.runs: list[int] = []

    def embed(self, token_ids: Ints) -> Floats32:
        """The direction of the pieces taken together."""
        self.runs.append(len(token_ids))
        total = _rows()[token_ids].sum(0)
        unit: Floats32 = (total / max(float(np.linalg.norm(total)), 1e-9)).astype(np.float32)
        return unit


def _rows() -> Floats32:
    rows = np.zeros((18, 3), dtype=np.float32)
    rows[list(FERRIES), 0] = rows[list(CATS), 1] = 1
    rows[17, 2] = 1
    return rows


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    """Fifteen word pieces, each of some weight."""
    made = tiny_encoders.vocabulary(_rows())
    made.weights = np.array([0.0] * 3 + [20.0] * 15, dtype=np.float32)
    return made


def _model(
    vocabulary: Vocabulary,
    networks: tuple[Compass, Compass] | None = None,
    **settings: object,
) -> TopicModel:
    heads = {
        "first": {"slopes": {"nearest passage": 8.0}, "bias": -4.0},
        "second": {"slopes": {"first stage": 0.5, "nearest passage": 4.0}, "bias": -2.0},
        "dimension_weights": [1.0, 1.0, 1.0],
        "belonging": [0.0, 0.0, 0.0],
        "evidence_from": 0.5,
    }
    return TopicModel({**heads, **settings}, vocabulary, *(networks or (Compass(), Compass())))


def _probability(
    model: TopicModel, vocabulary: Vocabulary, text: str, parent: str | None = None
) -> float:
    parents = None
    if parent is not None:
        token_ids = vocabulary.token_ids(parent)
        parents = model.embed(token_ids), model.embed_closer(token_ids)
    return model.probability(vocabulary.token_ids(text), ON_FERRIES, parents)


def test_what_points_where_the_article_does_is_on_topic(vocabulary: Vocabulary) -> None:
    model = _model(vocabulary)
    assert _probability(model, vocabulary, "p6 p7 p8") > 0.9
    assert _probability(model, vocabulary, "p10 p11 p12") < 0.1


def test_a_reply_may_lean_on_its_parent(vocabulary: Vocabulary) -> None:
    model = _model(vocabulary)
    assert _probability(model, vocabulary, "p10 p11 p12", "p13 p14") > 0.9
    assert _probability(model, vocabulary, "p10 p11 p12", "p6 p7") < 0.1
    assert _probability(model, vocabulary, "p10 p11 p12", "") < 0.1


def test_the_features_of_a_reply_tell_it_from_a_comment(vocabulary: Vocabulary) -> None:
    model = _model(vocabulary)
    article = model.article_vectors(ON_FERRIES)
    assert article is not None
    text, parent = (model.embed(vocabulary.token_ids(words)) for words in ("p10 p17", "p6 p17"))
    alone = dict(zip(FEATURES, model.features(text, article), strict=True))
    reply = dict(zip(FEATURES, model.features(text, article, parent), strict=True))
    assert (alone["is reply"], reply["is reply"]) == (0, 1)
    assert alone["parent"] == alone["parent to article"] == 0
    assert reply["parent"] == pytest.approx(0.5)
    assert reply["parent to article"] == pytest.approx(0.5**0.5)
    assert reply["with parent"] > alone["with parent"]
    assert reply["shared words"] > alone["shared words"]


def test_dimensions_count_as_much_as_their_weights_say(vocabulary: Vocabulary) -> None:
    blind = _model(vocabulary, dimension_weights=[0.0, 1.0, 2.0])
    assert _probability(blind, vocabulary, "p6 p7 p8") < 0.1


def test_where_next_to_nothing_is_said_nothing_counts_against_it(vocabulary: Vocabulary) -> None:
    model = _model(vocabulary)
    assert _probability(model, vocabulary, "") == 1
    score = model.first_stage(model.embed(vocabulary.token_ids("")), ON_FERRIES, None)
    assert score is not None
    assert score.probability > score.leniency == LENIENCY


def test_an_article_is_read_closer_only_when_a_text_is_in_doubt(vocabulary: Vocabulary) -> None:
    first, second = Compass(), Compass()
    model = _model(vocabulary, networks=(first, second))
    score = model.first_stage(model.embed(vocabulary.token_ids("p6 p7")), ON_FERRIES, None)
    assert score is not None
    assert first.runs
    assert second.runs == []
    model.second_stage(score, model.embed_closer(vocabulary.token_ids("p6 p7")), ON_FERRIES, None)
    assert sorted(second.runs) == sorted(first.runs)


def test_no_sentence_is_shown_that_is_not_near(vocabulary: Vocabulary) -> None:
    model = _model(vocabulary)

    def shown(words: str) -> str | None:
        score = model.first_stage(model.embed(vocabulary.token_ids(words)), ON_FERRIES, None)
        assert score is not None
        return None if score.evidence is None else score.evidence.sentence

    assert shown("p10 p11 p12 p6") is None
    assert shown("p9 p9 p6 p10") == "P6 p7 p8."
    assert shown("p5 p4") == "p3 p4", "a headline is a sentence too"


def test_a_near_passage_that_shares_no_word_shows_none(vocabulary: Vocabulary) -> None:
    model = _model(vocabulary)
    article = Article(body="P3 p4.")
    score = model.first_stage(model.embed(vocabulary.token_ids("p6 p7")), article, None)
    assert score is not None
    assert score.evidence is None


def test_a_slope_of_no_such_feature_is_a_fault(vocabulary: Vocabulary) -> None:
    with pytest.raises(ValueError, match="nearest sentence"):
        _model(vocabulary, first={"slopes": {"nearest sentence": 1.0}, "bias": 0.0})


def test_headline_and_standfirst_are_read_once_and_the_body_in_windows(
    vocabulary: Vocabulary,
) -> None:
    network = Compass()
    body = " ".join("P6 p7 p8 p9 p3 p4 p5 p6 p7." for _ in range(20))
    article = article_vectors(Article("p3 p4", "p5 p6.", body), vocabulary, network)
    assert article is not None
    assert network.runs[0] == len(vocabulary.token_ids("p3 p4. p5 p6."))
    assert all(size <= WINDOW_TOKENS for size in network.runs)
    assert len(network.runs) == len(article.passages) == 1 + -(-20 // (WINDOW_TOKENS // 10))


@pytest.mark.parametrize("headline", ["p3", ""])
def test_no_article_costs_more_than_so_many_runs(vocabulary: Vocabulary, headline: str) -> None:
    network = Compass()
    body = "P6 p7 p8 p9. " * 5000 + "P10 p11."
    article = article_vectors(Article(headline, "", body), vocabulary, network)
    assert article is not None
    assert len(network.runs) == MAX_PASSAGES


def test_words_of_passages_that_are_not_read_count_too(vocabulary: Vocabulary) -> None:
    body = " ".join(["P6 p7 p8 p9 p3 p4 p5 p6 p7."] * 190 + ["P10 p11."])
    article = article_vectors(Article(body=body), vocabulary, Compass())
    assert article is not None
    assert article.has_token[10]
    assert not article.has_token[12]


@pytest.mark.parametrize("article", [Article(), Article(headline=" ", body="\n\n")])
def test_without_words_there_is_nothing_to_compare(
    vocabulary: Vocabulary, article: Article
) -> None:
    assert article_vectors(article, vocabulary, Compass()) is None
    assert _model(vocabulary).probability(vocabulary.token_ids("p3"), article, None) == 1
