"""Whether a comment belongs under its article, and what the judge shows as evidence."""

import pytest

from rejoinder.engine import Article, Judge, OnTopic, topic
from rejoinder.engine.article_vectors import ArticleVectors, Embedder, article_vectors
from rejoinder.engine.encoder import LowerEmbedder
from rejoinder.engine.sentences import MAX_CHARACTERS, MAX_SENTENCES, sentences
from rejoinder.engine.tokens import Vocabulary

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
    assert _topic(judge, ELSEWHERE, fishing, parent).score > alone + 0.1


@pytest.mark.parametrize("comment", ["Well said!", "No.", "I agree with Anna.", "😂😂", "Why?"])
def test_a_comment_that_says_little_is_not_called_off_topic(
    judge: Judge, fishing: Article, comment: str
) -> None:
    assert _topic(judge, comment, fishing).score > 0.25  # from there the default policy publishes


def test_the_nearest_sentence_is_the_evidence(judge: Judge, fishing: Article) -> None:
    evidence = _topic(
        judge, "The council wants the fees to repair the harbour wall.", fishing
    ).evidence
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

    def counted(
        article: Article, vocabulary: Vocabulary, network: Embedder
    ) -> ArticleVectors | None:
        if isinstance(network, LowerEmbedder):
            read.append(article.headline)
        return article_vectors(article, vocabulary, network)

    monkeypatch.setattr(topic, "CACHED_ARTICLES", 2)
    monkeypatch.setattr(topic, "article_vectors", counted)
    judge = Judge.load()
    for headline in ("a", "b", "a", "c", "a", "b"):
        assert judge("Well said!", article=Article(headline)).on_topic is not None
    assert read == ["a", "b", "c", "b"]


TRAM = Article(
    "Tram line to Ashmarsh will open without its bridge",
    "Passengers are to walk four hundred metres between the halves of a line that cost 90 million.",
    "The tram line from the cathedral to Ashmarsh will open in May although its bridge over the "
    "Wend is not finished, the city council decided on Monday. Until the autumn passengers will "
    "leave one tram at the fish dock, cross by the footbridge and board another.\n\nThe bridge "
    "was to be ready two years ago. The first pier sank eleven centimetres in the mud, and the "
    "firm that had driven the piles went bankrupt. Councillor Ingrid Tolland said that an empty "
    "tramway teaches people to drive.\n\nWheelchair users are promised a minibus. The footbridge "
    "has forty-one steps.",
)

# About the article, obliquely, from experience, or wryly.
BELONGS = """
Forty-one steps with a pram and the shopping. I'll stay on the bus, thank you.
My brother drove piles for that firm and he says that the mud was never tested.
An empty tramway does teach people to drive. So does a tramway with a hole in it.
When they built the first line my mother walked between the halves for a year, and she liked it.
Why wasn't the footbridge given a lift in the first place?
Ninety million and you have to get out and walk. Only here.
The minibus for wheelchairs will run once an hour, if it is like the one at the station.
They should have waited for the bridge. Nobody will come back in autumn.
""".strip().splitlines()

# Adverts, lost animals, faults at home, conspiracies, other towns: some of them flatter first.
STRAYS = """
Great article! Has anybody seen our tabby, white paws, gone from Linden Close since Friday night?
Good piece, best gutter cleaning in the county, first visit half price, ask for Rodrigo.
Thank you for this report. Our internet has been dead for a week and the helpline only plays harps.
They put chips in the vaccines and nobody dares to print it, ask who owns the laboratories.
The maternity ward in Scarholme closes at night now, my niece had her baby in a lay-by.
I paid off my debts in a month with a coin that a friend showed me, write to me and I will explain.
Excellent journalism as always, and my herbal tea has cured eczema in nineteen countries.
Has anyone a recipe for quince jelly? Mine never sets, and the tree is breaking under the weight.
""".strip().splitlines()


def _share_held(judge: Judge, texts: list[str]) -> float:
    """How many the default policy would not publish as they are."""
    held = [
        found.score < 0.4 and found.meta < 0.5
        for found in (_topic(judge, text, TRAM) for text in texts)
    ]
    return sum(held) / len(held)


def test_oblique_comments_belong(judge: Judge) -> None:
    assert _share_held(judge, BELONGS) <= 0.25


def test_strays_are_held_however_they_flatter(judge: Judge) -> None:
    assert _share_held(judge, STRAYS) >= 0.75


@pytest.mark.parametrize(
    "remark",
    [
        "There is a typo in the second paragraph.",
        "Why was my comment about the bridge removed?",
        "The headline says May and the caption says March.",
        "Great article, thank you.",
        "The author has clearly never carried a pram.",
    ],
)
def test_a_true_remark_about_the_page_stays_one(judge: Judge, remark: str) -> None:
    assert _topic(judge, remark, TRAM).meta >= 0.5


def test_a_remark_beside_the_matter_is_fine(judge: Judge) -> None:
    remark = "Good article. The footbridge has forty-one steps and the tram stops short of it."
    found = _topic(judge, remark, TRAM)
    assert max(found.score, found.meta) > 0.5


def test_hardly_a_stray_is_shown_a_sentence(judge: Judge) -> None:
    evidence = [_topic(judge, text, TRAM).evidence for text in STRAYS]
    assert sum(shown is not None for shown in evidence) <= 1
