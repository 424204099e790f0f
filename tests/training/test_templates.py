"""Our own sentences of frames and words say what they are labelled with."""

from rejoinder.engine.model import ATTRIBUTES
from training.synthetic.identity import identity_templates
from training.synthetic.innocent_words import innocent_words
from training.synthetic.templates import templates


def test_our_own_sentences_are_filled_in_and_keep_to_their_frames() -> None:
    made = [*templates(1), *identity_templates(), *innocent_words()]
    assert made == [*templates(1), *identity_templates(), *innocent_words()]
    assert not [found.text for found in made if "{" in found.text]
    assert all(set(found.labels) <= set(ATTRIBUTES) for found in made)
    folds: dict[str, set[int]] = {}
    for found in made:
        folds.setdefault(found.group, set()).add(found.assigned_fold())
    assert all(len(where) == 1 for where in folds.values())
    assert {name for found in made for name, label in found.labels.items() if label > 0.5} >= {
        "toxicity",
        "insult",
        "threat",
        "identity_attack",
    }
