"""What the judge says of newspaper comments, and that it says the same however it is asked."""

import random
import threading
import time
from collections.abc import Sequence
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rejoinder.engine import ATTRIBUTES, Article, Case, Judge, Judgement
from tests.support.processor_time import best_of

COMMENTS = (
    "You are an idiot and so is everyone who agrees with you.",
    "I will find you and break your legs.",
    "I disagree with the minister: the 1994 agreement cost us the fishing grounds.",
    "As a Muslim woman I found this column moving.",
    "What a load of bullsh1t from this pathetic paper.",
    "Thank you for the report. Could you link to the council's figures?",
    "👍👍",
    "",
)


def _scores(judgement: Judgement) -> dict[str, float]:
    return {name: found.score for name, found in judgement.abuse.items()}


@pytest.mark.parametrize(
    ("comment", "attribute", "least"),
    [
        ("You are an idiot and so is everyone who agrees with you.", "insult", 0.6),
        ("The author is a liar and a coward.", "insult", 0.6),
        ("Shut up, you pathetic clown.", "toxicity", 0.6),
        ("I will find you and break your legs.", "threat", 0.7),
        ("They should hang every last one of these politicians.", "threat", 0.5),
        ("Fuck off.", "profanity", 0.8),
        ("Muslims are terrorists.", "identity_attack", 0.4),
        ("you are an i d i o t", "insult", 0.6),
        ("you are an 𝖎𝖉𝖎𝖔𝖙", "insult", 0.6),
        ("you are a m0r0n", "insult", 0.6),
    ],
)
def test_abuse_is_seen(judge: Judge, comment: str, attribute: str, least: float) -> None:
    assert judge(comment).abuse[attribute].score >= least


@pytest.mark.parametrize(
    ("comment", "most"),
    [
        ("I disagree with the minister: the 1994 agreement cost us the fishing grounds.", 0.2),
        # The first stage takes fright at the name; it is among the faults that the card owns to.
        ("As a Muslim woman I found this column moving.", 0.7),
        ("I am a Jew and I read this paper every day.", 0.3),
        ("The mosque opened its doors to the neighbours.", 0.3),
        ("The prime minister has failed and should resign.", 0.2),
        ("Gay people deserve the same rights as everyone else.", 0.3),
        ("The black community in Oakland has waited years for this.", 0.3),
        ("My father was shot in the war.", 0.3),
        ("Thank you for the report. Could you link to the council's figures?", 0.2),
        ("Nobody from Scunthorpe or Penistone was asked.", 0.5),
        # Pieces of words pull it up; it stays below what the default policy holds.
        ("The classic Essex cockpit passed its assessment.", 0.7),
    ],
)
def test_civil_comments_pass(judge: Judge, comment: str, most: float) -> None:
    assert max(_scores(judge(comment)).values()) < most


@pytest.mark.parametrize(
    ("abuse", "attribute"),
    [
        ("You are an idiot. ", "insult"),
        ("You absolute moron! ", "insult"),
        ("I will find you and kill you. ", "threat"),
        ("Fuck off. ", "profanity"),
    ],
)
def test_abuse_in_a_long_comment_counts_for_more_than_its_share(
    judge: Judge, abuse: str, attribute: str
) -> None:
    civil = (
        "I worked on the second phase of the harbour and can confirm that the budget was never "
        "realistic. The engineers learned a great deal about concrete in salt water. "
    )
    clean = judge(civil * 4).abuse[attribute].score
    hidden = judge(civil * 2 + abuse + civil * 2).abuse[attribute].score
    assert clean < 0.2
    assert hidden > clean + 0.15


def test_every_attribute_is_answered_in_its_order(judge: Judge) -> None:
    assert tuple(judge("Good morning.").abuse) == ATTRIBUTES


def test_the_model_is_named_with_its_fingerprint(judge: Judge) -> None:
    name, _, digits = judge("Good morning.").model.rpartition("-")
    assert name == "rejoinder-8"
    assert len(digits) == 8
    assert int(digits, 16) >= 0
    assert judge.version == judge("Good morning.").model


def test_the_words_that_speak_for_a_score_are_shown(judge: Judge) -> None:
    comment = "With respect, you are an ïdi0t, sir."
    spans = judge(comment).abuse["insult"].spans
    assert "ïdi0t" in [comment[start:end] for start, end in spans]


def test_a_low_score_accuses_no_word(judge: Judge) -> None:
    assert all(found.spans == () for found in judge(COMMENTS[2]).abuse.values())


@pytest.mark.parametrize(
    "comment",
    [
        "",
        " \n\t ",
        "👍🏽🙈🙉🙊",
        "https://example.com/?q=1 www.example.org",
        "\x00\x01\x02",
        "\ud800",
        "….…!?!?",
        "1234567890",
    ],
)
def test_what_it_cannot_read_is_not_held_against_anybody(
    judge: Judge, fishing: Article, comment: str
) -> None:
    judgement = judge(comment, article=fishing)
    assert max(_scores(judgement).values()) < 0.5
    assert judgement.on_topic is not None
    assert judgement.on_topic.score >= 0.5


@pytest.mark.parametrize(
    ("comment", "code"),
    [
        ("Привет, как дела? Это очень хорошая статья.", "ru"),
        ("這篇文章寫得很好,謝謝記者。", "zh"),
        ("هذا المقال جيد جدا", "ar"),
        ("यह लेख बहुत अच्छा है", "hi"),
        ("Das ist ein sehr guter Artikel, aber der Minister hat leider nicht recht.", "de"),
        ("Vous êtes un imbécile et vos lecteurs ne valent pas mieux que vous.", "fr"),
    ],
)
def test_what_is_not_english_gets_no_score_at_all(
    judge: Judge, fishing: Article, comment: str, code: str
) -> None:
    judgement = judge(comment, article=fishing)
    assert judgement.abuse == {}
    assert judgement.on_topic is None
    assert judgement.language is not None
    assert judgement.language.code == code
    assert not judgement.language.judged


@settings(max_examples=60, deadline=None)
@given(
    comment=st.text(st.characters(), max_size=80)
    | st.lists(
        st.sampled_from(["idiot", "ïdi0t", "m\u200boron", "🤡", "ﬁlthy", "і d i о t", "I'll kill"]),
        max_size=8,
    ).map(" ".join)
)
def test_spans_lie_in_the_text_in_order_and_apart(judge: Judge, comment: str) -> None:
    for found in judge(comment).abuse.values():
        assert 0 <= found.score <= 1
        ends = [0]
        for start, end in found.spans:
            assert ends[-1] <= start < end <= len(comment)
            ends.append(end)


def test_a_batch_answers_as_one_by_one(judge: Judge, fishing: Article) -> None:
    alone = [judge(comment, article=fishing, parent="Well?") for comment in COMMENTS]
    assert judge.batch(Case(comment, fishing, "Well?") for comment in COMMENTS) == alone
    assert judge.batch([(comment, fishing, "Well?") for comment in COMMENTS]) == alone
    assert judge.batch([("Good morning.",)]) == [judge("Good morning.")]
    assert judge.batch([]) == []
    assert judge.batch((Case(comment, fishing, "Well?") for comment in COMMENTS), 2) == alone


def test_a_second_judge_answers_the_same(judge: Judge, fishing: Article) -> None:
    other = Judge.load()
    assert [other(comment, article=fishing) for comment in COMMENTS] == [
        judge(comment, article=fishing) for comment in COMMENTS
    ]


def test_threads_that_share_a_judge_get_the_same_answers(judge: Judge, fishing: Article) -> None:
    expected = [judge(comment, article=fishing) for comment in COMMENTS]
    answers: list[Sequence[Judgement]] = []

    def ask() -> None:
        article = Article(fishing.headline, fishing.standfirst, fishing.body)
        answers.append([judge(comment, article=article) for comment in COMMENTS])

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [expected] * 8


@pytest.mark.parametrize(
    "piece",
    ["You idiot, this is it! ", "a", "! ", "é ", "👍", "аb1.", "\n", "https://x.y ", "i d i o t "],
)
def test_20_kilobytes_are_judged_in_bounded_time(
    judge: Judge, fishing: Article, piece: str
) -> None:
    comment = piece * (20_000 // len(piece))
    assert _milliseconds(judge, fishing, comment) < 5_000  # a hundred when the machine is free


@pytest.mark.parametrize("words", [1, 8])
def test_20_kilobytes_of_sentences_none_like_another_are_judged_in_bounded_time(
    judge: Judge, fishing: Article, words: int
) -> None:
    """Each is in doubt, so that all would be read alone, or by all layers."""
    draw = random.Random(words)
    rude = ("idiot", "kill", "scum", "you", "liar", "burn", "disgrace", "hate", "them")
    sentences = (" ".join(draw.choices(rude, k=words)) + "." for _ in range(20_000))
    comment = " ".join(sentences)[:20_000]
    assert _milliseconds(judge, fishing, comment) < 5_000  # five hundred when the machine is free


def _milliseconds(judge: Judge, article: Article, comment: str) -> float:
    work = partial(judge, comment, article=article, parent=comment)
    return best_of(work, 5_000, time.process_time)


@pytest.mark.parametrize(
    "filler", ["!?" * 6500, "a b c d " * 3000], ids=["more tokens than are read", "more characters"]
)
def test_what_is_beyond_the_end_of_what_is_read_is_said_to_be_unread(
    judge: Judge, filler: str
) -> None:
    text = f"The town hall was full. {filler} I will find you and break your legs."
    judged = judge(text)
    assert judged.unread_from is not None
    assert judged.unread_from < text.index("I will find")
    assert judged.unread[-1] == (judged.unread_from, len(text))
    assert Judgement.from_dict(judged.to_dict()) == judged
    assert "unread_from" not in judge("The town hall was full.").to_dict()
