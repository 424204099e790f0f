"""People who are only named, by a word or a flag, are taught as people who are only named."""

from training.data.folds import FOLDS
from training.synthetic.mentions import mentions

MENTIONS = list(mentions(3))


def test_the_same_seed_gives_the_same_mentions_and_none_twice() -> None:
    assert list(mentions(3)) == MENTIONS
    assert len({example.text for example in MENTIONS}) == len(MENTIONS) > 500


def test_none_of_them_is_called_abusive() -> None:
    assert all(set(example.labels.values()) == {0.0} for example in MENTIONS)
    assert not [example.text for example in MENTIONS if "{" in example.text]


def test_a_frame_stays_in_one_fold_and_some_are_kept_back() -> None:
    folds: dict[str, set[int]] = {}
    for example in MENTIONS:
        folds.setdefault(example.group, set()).add(example.assigned_fold())
    assert all(len(places) == 1 for places in folds.values())
    assert {place for places in folds.values() for place in places} == set(range(FOLDS))
