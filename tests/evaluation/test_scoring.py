"""An evaluation: who is counted, who is scored, which groups and mistakes are named."""

import json

import pytest

from rejoinder.engine import Article, Judge
from rejoinder.evaluation import Evaluation, Row, evaluate
from rejoinder.evaluation.scoring import BATCH, MAX_MISTAKES, MIN_NEGATIVES, MIN_OF_EACH
from tests.support.labelled_judges import Scripted

ARTICLE = Article("Harbour wall to be rebuilt")


def _insults(*told: tuple[bool, float, str]) -> Evaluation:
    """Evaluates texts of which each is told as its label, its score and its group."""
    texts = [f"Comment {number}" for number in range(len(told))]
    scores = {text: {"insult": score} for text, (_, score, _) in zip(texts, told, strict=True)}
    rows = [
        Row(text, {"insult": label}, group=group, line=number)
        for number, (text, (label, _, group)) in enumerate(zip(texts, told, strict=True), start=2)
    ]
    return evaluate(rows, Scripted(scores))


def test_texts_that_the_judge_does_not_judge_are_counted_apart_and_never_scored() -> None:
    rows = [
        Row("fool", {"insult": True}),
        Row("friend", {"insult": False}),
        Row("Dummkopf", {"insult": True}),
        Row("Freund", {"insult": False}),
    ]
    scores = {"fool": {"insult": 0.9}, "friend": {"insult": 0.1}}
    found = evaluate(rows, Scripted(scores))
    [insult] = found.attributes
    assert (found.texts, found.unjudged, found.languages) == (4, 2, {"de": 2})
    assert (insult.n, insult.positives, insult.unscored, insult.auc) == (2, 1, 2, 1.0)


def test_a_text_counts_only_for_what_it_is_labelled_with() -> None:
    scores = {"a": {"insult": 0.9, "threat": 0.9}, "b": {"insult": 0.2, "threat": 0.1}}
    rows = [Row("a", {"insult": True}), Row("b", {"insult": False, "threat": False})]
    insult, threat = sorted(evaluate(rows, Scripted(scores)).attributes, key=lambda each: -each.n)
    assert (insult.attribute, insult.n) == ("insult", 2)
    assert (threat.attribute, threat.n, threat.auc) == ("threat", 1, None)


def test_on_topic_is_measured_under_its_article() -> None:
    scores = {text: {"insult": 0.1, "on_topic": score} for text, score in (("a", 0.9), ("b", 0.2))}
    rows = [
        Row("a", {"on_topic": True}, ARTICLE, "Parent"),
        Row("b", {"on_topic": False}, ARTICLE),
        Row("a", {"on_topic": True}),
    ]
    judge = Scripted(scores)
    [topic] = evaluate(rows, judge).attributes
    assert (topic.n, topic.unscored, topic.auc) == (2, 1, 1.0)
    assert [(case.article, case.parent) for case in judge.asked] == [
        (ARTICLE, "Parent"),
        (ARTICLE, None),
        (None, None),
    ]


def test_progress_is_told_after_every_batch() -> None:
    told: list[tuple[int, int]] = []
    rows = [Row(str(number), {"insult": False}) for number in range(BATCH + 3)]
    evaluate(rows, Scripted({}), progress=lambda *now: told.append(now))
    assert told == [(BATCH, BATCH + 3), (BATCH + 3, BATCH + 3)]


def test_the_chosen_threshold_stands_among_the_others() -> None:
    rows = [Row("a", {"insult": True}), Row("b", {"insult": False})]
    judge = Scripted({"a": {"insult": 0.65}, "b": {"insult": 0.62}})
    [insult] = evaluate(rows, judge, threshold=0.64).attributes
    assert [each.threshold for each in insult.thresholds] == [0.3, 0.5, 0.64, 0.7, 0.8, 0.9]
    assert insult.at_threshold in insult.thresholds
    assert insult.macro_f1 == 1.0


def test_groups_are_measured_within_themselves() -> None:
    found = _insults(
        (True, 0.9, "Sport"),
        (False, 0.8, "Sport"),
        (False, 0.1, "Sport"),
        (True, 0.3, "City"),
        (False, 0.4, "City"),
        (False, 0.2, ""),
    )
    sport, city = found.attributes[0].groups
    assert (sport.name, sport.n, sport.positives, sport.auc) == ("Sport", 3, 1, 1.0)
    assert sport.false_positive_rate == 0.5
    assert (city.name, city.auc, city.false_positive_rate) == ("City", 0.0, 0.0)


def _group(name: str, each: int, low: float, high: float) -> list[tuple[bool, float, str]]:
    """So many of both classes: negatives score `low`, positives `high`."""
    return [(False, low, name)] * each + [(True, high, name)] * each


def test_the_worst_groups_are_named_among_those_large_enough() -> None:
    enough = max(MIN_OF_EACH, MIN_NEGATIVES)
    found = _insults(
        *_group("Good", enough, 0.1, 0.9),
        *_group("Blurred", enough, 0.4, 0.4),
        *_group("Flagged", enough, 0.6, 0.9),
        *_group("Tiny", MIN_OF_EACH - 1, 0.9, 0.1),
    )
    [insult] = found.attributes
    assert insult.lowest_auc_group == "Blurred"
    assert insult.highest_false_positive_group == "Flagged"


def test_no_worst_group_is_named_without_another_to_compare_it_with() -> None:
    [insult] = _insults(*_group("Only", 30, 0.6, 0.4), *_group("Tiny", 2, 0.1, 0.9)).attributes
    assert insult.lowest_auc_group is None
    assert insult.highest_false_positive_group is None


def test_the_worst_mistakes_come_first_and_only_mistakes_come() -> None:
    false = [(False, 0.5 + step / 100, "") for step in range(15)]
    missed = [(True, 0.49 - step / 100, "") for step in range(3)]
    [insult] = _insults(*false, *missed, (True, 0.99, ""), (False, 0.01, "")).attributes
    assert len(insult.false_positives) == MAX_MISTAKES
    assert insult.false_positives[0].score == 0.64
    assert insult.false_positives[0].line == 16
    assert [each.score for each in insult.false_negatives] == pytest.approx([0.47, 0.48, 0.49])


def test_one_class_alone_is_no_crash() -> None:
    [insult] = _insults((False, 0.7, "a"), (False, 0.2, "a"), (False, 0.1, "b")).attributes
    assert (insult.auc, insult.average_precision, insult.macro_f1) == (None, None, None)
    assert insult.at_threshold.false_positive_rate == pytest.approx(1 / 3)


def test_figures_for_programs_hold_nothing_that_a_reader_wrote() -> None:
    rows = [Row("MORON", {"insult": True}), Row("MORON too", {"insult": False}, group="g")]
    judge = Scripted({"MORON": {"insult": 0.1}, "MORON too": {"insult": 0.9}})
    found = evaluate(rows, judge)
    assert found.attributes[0].false_negatives[0].text == "MORON"
    told = json.dumps(found.to_dict(), allow_nan=False)
    assert "MORON" not in told
    assert "MORON" not in repr(found)
    assert json.loads(told)["attributes"][0]["auc"] == 0.0


def test_the_real_judge_can_be_evaluated(packaged_judge: Judge) -> None:
    rows = [Row("You are an idiot.", {"insult": True}), Row("Good morning.", {"insult": False})]
    found = evaluate(rows, packaged_judge)
    assert found.model == packaged_judge.version
    assert found.attributes[0].auc == 1.0


def test_an_attribute_that_the_model_does_not_measure_is_unscored() -> None:
    rows = [Row("a", {"spam": True}), Row("b", {"spam": False})]
    [spam] = evaluate(rows, Scripted({"a": {"insult": 0.1}, "b": {"insult": 0.1}})).attributes
    assert (spam.n, spam.unscored, spam.auc) == (0, 2, None)
