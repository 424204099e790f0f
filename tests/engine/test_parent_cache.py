"""A comment that is answered again and again is read by the networks once."""

import pytest

from rejoinder.engine import Article, Judge
from rejoinder.engine.arrays import Ints
from rejoinder.engine.topic import Embedding

PARENT = "The harbour wall should have been repaired by those who earn from the licences."
REPLIES = ("They will not pay a penny, you fool.", "Which licences do you mean by that?")


def test_a_reply_is_judged_as_if_its_parent_had_just_been_read(
    judge: Judge, fishing: Article
) -> None:
    fresh = [Judge.load()(text, article=fishing, parent=PARENT) for text in REPLIES]
    assert [judge(text, article=fishing, parent=PARENT) for text in REPLIES] == fresh
    assert [judge(text, article=fishing, parent=PARENT) for text in REPLIES] == fresh


def test_a_parent_is_read_once(fishing: Article, monkeypatch: pytest.MonkeyPatch) -> None:
    judge = Judge.load()
    topic = judge._cascade.topic
    calls: list[int] = []
    embed = topic.embed

    def counting(ids: Ints) -> Embedding:
        calls.append(len(ids))
        return embed(ids)

    monkeypatch.setattr(topic, "embed", counting)
    judge("First.", article=fishing)
    before = len(calls)
    for text in REPLIES:
        judge(text, article=fishing, parent=PARENT)
    assert len(calls) == before + 1
