"""Writes the model card: what it is for, what it learned from, how well it does, where it fails."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from training.data.origins import ORIGINS
from training.measures.misses import Miss

PROSE = """# Model card: {version}

Judges reader comments in English: eight kinds of abuse, and whether a comment is about its article.
It is made to publish what is plainly fine and to send what is doubtful to people. It is not made to
punish anybody, to judge a person, or to decide by itself where much depends on it.

## How it works

Every comment gets a **first look**: a logistic regression over hashed words, pairs of words and
pieces of words, and a glance by a transformer of two layers (128 wide, 4 heads), which also says
where the text points, to be compared with the article's sentences. A comment that is short, or that
the first look leaves in doubt, gets a **closer look** by a transformer of six layers (384 wide, 12
heads), which the smaller one has learned from. Their log-odds are added, each by its fitted weight.

Probabilities are calibrated on comments that neither look has learned from, about three abusive in
ten. The spans come from the model: what a network marks and what a word adds to the n-grams' sum
together say which words are shown.

A comment in another language gets **no score**, and the policy holds it. Remarks on the comments,
the moderation, the headline or the author are told apart by weighted patterns (`meta`).

## Measured

On folds and sets that nothing was fitted on, through the judge as it serves, both looks and the
doubt between them. Sets that are made of others' reports (`toxic_spans`) tell how well degrees of
rudeness are told apart, which people themselves agree on little. `functions`, `sexual` and the
on-topic comments under the demo newsroom are our own sentences, from frames that were not learned.
Which of a few small networks and ridges to take for the subject was chosen with the figures of the
debates and of the on-topic comments in view: these may be a little too good (`training/NOTES.md`).

| figure | value |
|---|---|
{figures}

Calibration errors are mean gaps between what was said and what was so, over ten bins of as many
texts. Identity terms: the area under the curve within the sentences that name one term, for the
term that does worst.

## Where it fails

{failures}

## Learned from

| set | licence | used for |
|---|---|---|
{origins}

No text of any set is in the package, only what was learned from it. How to make the model again:
`training/README.md`. What was tried: `training/NOTES.md`. The weights are under Apache-2.0.
"""

KNOWN = (
    "It reads English. It says so of other languages, though not always of a few short words.",
    "Irony escapes it, and so does an allusion that only the regular readers of a page understand.",
    "It sees one comment, its parent and its article: not who writes, nor how often.",
    "Its labels come from paid annotators, most of them American, and from Wikipedia, Gab and "
    "Twitter more than from newspapers; they divide over mild rudeness.",
    "Two articles on one question look alike to it.",
    "Sexual content is labelled by words and sentences of our own; no published set was at hand.",
)


def write(
    folder: Path,
    page: Path | None,
    version: str,
    figures: Mapping[str, float],
    misses: Sequence[Miss] = (),
) -> None:
    """Write card.json for programs, and the page for people in the folder and at `page`."""
    card = {
        "version": version,
        "licence": "Apache-2.0",
        "languages": ["en"],
        "origins": list(ORIGINS),
        "figures": dict(figures),
    }
    (folder / "card.json").write_text(
        json.dumps(card, indent=1, allow_nan=False) + "\n", encoding="utf-8"
    )
    prose = _prose(version, figures, misses)
    (folder / "MODEL.md").write_text(prose, encoding="utf-8")
    if page is not None:
        page.write_text(prose, encoding="utf-8")


def _prose(version: str, figures: Mapping[str, float], misses: Sequence[Miss]) -> str:
    failures = [f"- {known}" for known in KNOWN]
    if misses:
        failures += ["", "Sentences of our own that it gets wrong:", ""]
        failures += [
            f"- “{miss.text}” {miss.attribute.replace('_', ' ')} {miss.score:.2f}, and it is "
            f"{'so' if miss.label else 'not so'}"
            for miss in misses
        ]
    return PROSE.format(
        version=version,
        figures="\n".join(f"| {name} | {value:.3f} |" for name, value in figures.items()),
        failures="\n".join(failures),
        origins="\n".join(
            "| [{name}]({url}) | {licence} | {used_for} |".format(**origin) for origin in ORIGINS
        ),
    )
