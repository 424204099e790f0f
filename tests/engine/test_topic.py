"""Whether a comment belongs under its article, and what the judge shows as evidence."""

import pytest

from rejoinder.engine import Article, Judge, OnTopic, topic
from rejoinder.engine.sentences import MAX_CHARACTERS, MAX_SENTENCES, sentences
from rejoinder.engine.topic import ArticleVectors, TopicModel

ELSEWHERE = (
    "My new phone's battery only lasts a morning, and the manufacturer wants me to buy a second "
    "charger. The laptop I got last year had the same fault, so I am switching to another brand."
)
ON_COD = (
    "The foreign trawlers took the cod and the herring, and our boats were left tied to the quay. "
    "Parliament should publish what the licence fees brought in."
)


def _topic(judge: Judge, text: str, article: Article, parent: str | None = None) -> OnTopic:
    on_topic = judge(text, article=article, parent=parent).on_topic
    assert on_topic is not None
    return on_topic


def test_a_comment_on_the_matter_is_on_topic(judge: Judge, fishing: Article) -> None:
    assert _topic(judge, ON_COD, fishing).score > 0.8


def test_a_comment_on_something_else_is_not(judge: Judge, fishing: Article) -> None:
    assert _topic(judge, ELSEWHERE, fishing).score < 0.3


def test_a_reply_may_follow_its_parent_away_from_the_article(
    judge: Judge, fishing: Article
) -> None:
    parent = "Off the subject, but has anybody found a phone whose battery lasts more than a day?"
    alone = _topic(judge, ELSEWHERE, fishing).score
    assert _topic(judge, ELSEWHERE, fishing, parent).score > max(0.5, alone)


@pytest.mark.parametrize("comment", ["Well said!", "No.", "I agree with Anna.", "😂😂", "Why?"])
def test_a_comment_that_says_little_is_not_called_off_topic(
    judge: Judge, fishing: Article, comment: str
) -> None:
    assert _topic(judge, comment, fishing).score > 0.4  # from there the default policy publishes


def test_the_nearest_sentence_is_the_evidence(judge: Judge, fishing: Article) -> None:
    evidence = _topic(judge, "The harbour wall needs repair, says the council.", fishing).evidence
    assert evidence is not None
    assert evidence.sentence.startswith("The town council wants a share")
    assert 0 < evidence.similarity <= 1


@pytest.mark.parametrize("article", [None, Article(), Article(headline=" ", body="\n\n")])
def test_without_an_article_there_is_no_answer(judge: Judge, article: Article | None) -> None:
    assert judge(ON_COD, article=article).on_topic is None


@pytest.mark.parametrize(
    "article",
    [
        Article(headline="Fishing deal still divides the harbours"),
        Article(standfirst="The 1994 agreement opened the grounds to foreign trawlers."),
        Article(body="Foreign trawlers took the cod. The quay is empty."),
    ],
)
def test_any_part_of_an_article_is_enough(judge: Judge, article: Article) -> None:
    near, far = _topic(judge, ON_COD, article), _topic(judge, ELSEWHERE, article)
    assert near.score > far.score
    assert near.evidence is not None


def test_articles_are_cut_at_the_ends_of_sentences() -> None:
    text = "Mr. Smith paid 3.5 million. “Too much,” she said. Was it?\nYes"
    assert sentences(text) == [
        "Mr. Smith paid 3.5 million.",
        "“Too much,” she said.",
        "Was it?",
        "Yes",
    ]


def test_no_article_is_too_long_to_be_cut() -> None:
    found = sentences("word " * 100_000)
    assert len(found) == MAX_SENTENCES
    assert max(map(len, found)) <= MAX_CHARACTERS


def test_the_article_unused_for_longest_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    whole = TopicModel.article_vectors

    def article_vectors(model: TopicModel, article: Article) -> ArticleVectors | None:
        read.append(article.headline)
        return whole(model, article)

    monkeypatch.setattr(topic, "CACHED_ARTICLES", 2)
    monkeypatch.setattr(TopicModel, "article_vectors", article_vectors)
    judge = Judge.load()
    for headline in ("a", "b", "a", "c", "a", "b"):
        assert judge("Well said!", article=Article(headline)).on_topic is not None
    assert read == ["a", "b", "c", "b"]
