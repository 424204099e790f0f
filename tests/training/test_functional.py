"""Our own sentences at the edge of hatred teach both sides of every kind of people."""

from collections import Counter

from rejoinder.engine.model import ATTRIBUTES
from training.synthetic.emoji import with_emoji
from training.synthetic.functional import CLASSES, PAIRS, by_class, functional_sentences
from training.synthetic.groups import GROUPS

SENTENCES = list(by_class(7))
WITH_EMOJI = list(with_emoji(SENTENCES, lambda name: CLASSES[name].attacks, 7))


def test_the_same_seed_gives_the_same_sentences() -> None:
    assert list(functional_sentences(7)) == [example for _, example in (*SENTENCES, *WITH_EMOJI)]
    assert list(functional_sentences(8)) != list(functional_sentences(7))


def test_every_sentence_says_something_and_is_labelled_with_what_we_measure() -> None:
    for _, example in SENTENCES:
        assert example.text.strip()
        assert "{" not in example.text
        assert example.source == "functions"
        assert set(example.labels) <= set(ATTRIBUTES)
        assert all(0 <= label <= 1 for label in example.labels.values())


def test_a_class_attacks_or_does_not() -> None:
    for name, example in SENTENCES:
        assert example.labels["identity_attack"] == (1 if CLASSES[name].attacks else 0)


def test_every_kind_of_people_is_both_attacked_and_only_named() -> None:
    for group in GROUPS:
        names = {
            example.labels["identity_attack"]
            for _, example in SENTENCES
            if group.plural.casefold() in example.text.casefold()
        }
        assert names == {0.0, 1.0}, group.plural


def test_emoji_stand_in_attacks_and_in_their_near_misses() -> None:
    assert len(WITH_EMOJI) > 1000
    assert all(not example.text.isascii() for _, example in WITH_EMOJI if "🤷" not in example.text)
    attacks = [example.labels["identity_attack"] == 1 for _, example in WITH_EMOJI]
    assert 0.3 < sum(attacks) / len(attacks) < 0.7
    frames = {example.group for _, example in SENTENCES}
    assert {example.group for _, example in WITH_EMOJI} <= frames


def test_a_frame_and_the_halves_of_a_pair_stay_in_one_fold() -> None:
    folds: dict[str, set[int]] = {}
    for _, example in SENTENCES:
        assert example.group
        folds.setdefault(example.group, set()).add(example.assigned_fold())
    assert all(len(places) == 1 for places in folds.values())
    for (_, said), _ in PAIRS:
        sides = {e.labels["identity_attack"] for _, e in SENTENCES if e.group == said}
        assert sides == {0.0, 1.0}, said


def test_no_text_stands_under_two_labels() -> None:
    sides: dict[str, set[float]] = {}
    for _, example in SENTENCES:
        sides.setdefault(example.text.casefold(), set()).add(example.labels["identity_attack"])
    assert all(len(side) == 1 for side in sides.values())


def test_neither_side_and_no_class_outweighs_the_rest() -> None:
    attacks = sum(example.labels["identity_attack"] for _, example in SENTENCES)
    assert 0.4 < attacks / len(SENTENCES) < 0.6
    assert max(Counter(name for name, _ in SENTENCES).values()) < len(SENTENCES) / 8
