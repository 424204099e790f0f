"""What each threshold of the policy stops and costs, on news comments that nothing was fitted on.

`python -m training.measures.policy_figures --data PATH`, after every training and after every
change of a default: writes docs/policy-figures.md with its picture, and prints the thresholds that
keep within what civil comments may suffer. Scores are kept in the work folder, so that the second
run takes seconds; the same model and the same data give the same page.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import Final, Protocol

import numpy as np

from rejoinder.engine import ATTRIBUTES as MEASURED
from rejoinder.engine import Case, Judge, Judgement
from rejoinder.moderation.rules import despair, private_data
from rejoinder.moderation.rules.abuse import THRESHOLDS
from rejoinder.moderation.thresholds import Thresholds
from training.data import sources
from training.data.examples import Example
from training.data.folds import HELD_OUT
from training.measures.policy_page import CHART, PAGE, chart, page, proposal
from training.measures.thresholds import NEVER, Floats, Kind, Limits, Measured, proposed
from training.synthetic.written import written_sentences

LIMITS: Final = {
    name: limits
    for name, limits in (
        *((name, table.default) for name, table in THRESHOLDS.items()),
        (private_data.ATTRIBUTE, private_data.PRIVATE_DATA.default),
        (despair.ATTRIBUTE, Thresholds(despair.DESPAIR_SETTINGS.default.hold, NEVER)),
    )
    if name in MEASURED
}
"""What the judge measures and a newsroom's first policy holds or declines by, in its order."""

ATTRIBUTES: Final = tuple(LIMITS)

# News comments, civil talk, and what has the kinds of abuse that news comments seldom have; our own
# sentences have those that no published set has.
SOURCES: Final = (
    *(sources.newspaper, sources.toxic_spans, sources.wikipedia_context),
    *(sources.jigsaw_labels, sources.gab, sources.edos, sources.hatemoji),
    *(sources.convabuse, sources.youtube_spam, sources.sms_spam),
)

BATCH, THREADS = 256, 2

# Of a kind of abuse, below which news comments say too little of it and other sets are asked too.
FEWEST, MOST_OF_OTHERS = 30, 300

# Civil talk that is no news, for comparison: so much of it.
CIVIL_TALK = 1500

# From which share of the annotators on a text is what they say.
MAJORITY: Final = 0.5


class ThreadedJudge(Protocol):
    """What is asked of a judge; `rejoinder.engine.Judge` is one."""

    @property
    def version(self) -> str:
        """Gives the model's name and fingerprint."""

    def batch(self, cases: Iterable[Case], threads: int = 1, /) -> list[Judgement]:
        """Gives one judgement for each case, in order."""


def main() -> None:
    """Judges what is not judged yet, writes the page and prints the proposal."""
    parser = argparse.ArgumentParser(
        prog="python -m training.measures.policy_figures", description=__doc__
    )
    parser.add_argument("--data", type=Path, required=True, help="folder of the labelled sets")
    parser.add_argument("--model", type=Path, help="another model's folder")
    parser.add_argument(
        "--work", type=Path, default=Path(".venv/policy-figures"), help="where scores are kept"
    )
    options = parser.parse_args()
    measured = measure(Judge.load(options.model), options.data, options.work)
    limits = proposed_for(measured)
    PAGE.write_text(page(measured, in_force(), limits), encoding="utf-8")
    CHART.write_text(chart(measured, in_force(), limits), encoding="utf-8")
    print(proposal(measured, limits))


def measure(judge: Judge, data: Path, work: Path) -> Measured:
    """Gives the scores of every text that is asked for, from the work folder where they are."""
    held_out = _held_out(data)
    news = [each for each in held_out if each.source == "toxic_spans"]
    toxic = [each for each in news if _share_of_annotators(each) > MAJORITY]
    groups = {
        "civil": [each for each in held_out if each.source == "newspaper"],
        "unmarked": [each for each in news if not _share_of_annotators(each)],
        "talk": _in_order(each for each in held_out if _is_civil_talk(each))[:CIVIL_TALK],
        "toxic": toxic,
    }
    kinds = {name: _with(name, news, held_out) for name in ATTRIBUTES}
    texts = [each.text for group in (*groups.values(), *kinds.values()) for each in group]
    known = scores_of(judge, list(dict.fromkeys(texts)), work)
    return Measured(
        model=judge.version,
        attributes=ATTRIBUTES,
        kinds={
            name: Kind(_rows(group, known), tuple(sorted({each.source for each in group})))
            for name, group in kinds.items()
        },
        **{name: _rows(group, known) for name, group in groups.items()},
    )


def _held_out(data: Path) -> list[Example]:
    """Gives what nothing was fitted on, each text once."""
    published = (each for source in SOURCES for each in source(data))
    examples = chain(published, written_sentences())
    kept = {(each.source, each.text): each for each in examples if each.assigned_fold() in HELD_OUT}
    return list(kept.values())


def proposed_for(measured: Measured) -> Limits:
    """Gives the thresholds that keep within the budget on civil news comments."""
    return proposed(
        measured.civil,
        declinable=[limits.decline <= 1 for limits in LIMITS.values()],
    )


def in_force() -> Limits:
    """Gives the thresholds with which a newsroom starts."""
    both = [(limits.hold, limits.decline) for limits in LIMITS.values()]
    hold, decline = zip(*both, strict=True)
    return Limits(hold, decline)


def scores_of(judge: ThreadedJudge, texts: Sequence[str], work: Path) -> dict[str, Floats]:
    """Gives each text's scores by this model; those that were asked before are read, not made."""
    file = work / f"{judge.version}.npz"
    known = _kept(file)
    asked = [text for text in texts if _key(text) not in known]
    for start in range(0, len(asked), BATCH):
        batch = asked[start : start + BATCH]
        for text, found in zip(batch, judge.batch(map(Case, batch), THREADS), strict=True):
            known[_key(text)] = np.array(
                [found.abuse[name].score if found.abuse else np.nan for name in ATTRIBUTES]
            )
    if asked:
        work.mkdir(parents=True, exist_ok=True)
        keys = sorted(known)
        rows = np.array([known[key] for key in keys])
        np.savez(file, keys=np.array(keys), scores=rows, attributes=np.array(ATTRIBUTES))
    return {text: known[_key(text)] for text in texts}


def _kept(file: Path) -> dict[str, Floats]:
    if not file.is_file():
        return {}
    kept = np.load(file)
    if tuple(kept["attributes"].tolist()) != ATTRIBUTES:
        return {}
    return dict(zip(kept["keys"].tolist(), kept["scores"], strict=True))


def _key(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _rows(group: Sequence[Example], known: dict[str, Floats]) -> Floats:
    rows = [known[each.text] for each in group]
    return np.array(rows).reshape(len(rows), len(ATTRIBUTES))


def _share_of_annotators(example: Example) -> float:
    """Gives the share who marked anything, without the floor that reported comments carry."""
    share = (example.labels["toxicity"] - sources.REPORTED_FLOOR) / (1 - sources.REPORTED_FLOOR)
    return round(share, 6)


def _is_civil_talk(example: Example) -> bool:
    return example.source == "jigsaw" and 0 <= example.labels.get("toxicity", 1) < 0.1


def _with(name: str, news: Sequence[Example], held_out: Sequence[Example]) -> list[Example]:
    """Gives news comments with a kind of abuse; where they are few, other held-out texts too."""
    if name == "toxicity":
        return [each for each in news if _share_of_annotators(each) > MAJORITY]
    found = [each for each in news if each.labels.get(name, 0) >= MAJORITY]
    if len(found) >= FEWEST:
        return found
    others = [
        each
        for each in held_out
        if each.source != "toxic_spans" and each.labels.get(name, 0) >= MAJORITY
    ]
    return found + _in_order(others)[:MOST_OF_OTHERS]


def _in_order(examples: Iterable[Example]) -> list[Example]:
    """Gives them in an order that has nothing to do with what they say, and is always the same."""
    return sorted(examples, key=lambda each: _key(each.text))


if __name__ == "__main__":
    main()
