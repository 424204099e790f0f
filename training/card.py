"""Writes the model card: what it is for, what it learned from, and how well it does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

ORIGINS = (
    ("toxic_spans", "https://github.com/ipavlopoulos/toxic_spans", "CC0 1.0", "abuse, spans"),
    (
        "Jigsaw Toxic Comment Classification 2018",
        "https://www.kaggle.com/c/jigsaw-toxic-comment-classification-challenge",
        "CC0 1.0; text CC BY-SA 3.0 (Wikipedia)",
        "abuse, vectors",
    ),
    ("ParaDetox", "https://github.com/s-nlp/paradetox", "CC0 1.0", "abuse"),
    ("EDOS", "https://github.com/rewire-online/edos", "CC0 1.0", "abuse"),
    ("Gab Hate Corpus", "https://osf.io/edua3/", "CC BY 4.0", "abuse, vectors"),
    ("Implicit Hate", "https://github.com/SALT-NLP/implicit-hate", "MIT", "abuse"),
    ("HateXplain", "https://github.com/punyajoy/HateXplain", "MIT", "abuse"),
    (
        "Davidson et al. 2017",
        "https://github.com/t-davidson/hate-speech-and-offensive-language",
        "MIT",
        "abuse",
    ),
    ("HatemojiBuild", "https://github.com/HannahKirk/Hatemoji", "CC BY 4.0", "abuse"),
    ("ConvAbuse", "https://github.com/amandacurry/convabuse", "CC BY 4.0", "abuse"),
    ("Context toxicity", "https://github.com/ipavlopoulos/context_toxicity", "Apache 2.0", "abuse"),
    (
        "Unintended bias templates",
        "https://github.com/conversationai/unintended-ml-bias-analysis",
        "CC BY 4.0",
        "abuse",
    ),
    ("Profanity list", "https://github.com/surge-ai/profanity", "MIT", "abuse"),
    (
        "Argument Reasoning Comprehension (New York Times comments)",
        "https://github.com/UKPLab/argument-reasoning-comprehension-task",
        "Apache 2.0; comments belong to their authors",
        "abuse, vectors, head",
    ),
    (
        "UKPConvArg1",
        "https://github.com/UKPLab/acl2016-convincing-arguments",
        "CC BY 4.0",
        "vectors",
    ),
    (
        "all-MiniLM-L6-v2",
        "https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2",
        "Apache 2.0",
        "tokenizer; word-piece table that the vectors start from",
    ),
    (
        "Fake News Challenge",
        "https://github.com/FakeNewsChallenge/fnc-1",
        "Apache 2.0; texts belong to their publishers",
        "measured only, nothing learned",
    ),
)


PROSE = """# {version}

Judges reader comments in English: five kinds of abuse, and whether a comment is about its article.
It is made to send doubtful comments to people, not to decide by itself.

**Abuse** (toxicity, insult, threat, identity_attack, profanity): logistic regression over hashed
words, pairs of words and pieces of words. The score is the sum of what the words add, so the spans
are the model's own reasons. Probabilities are calibrated on news comments, at about three abusive
in ten.

**On-topic**: the sum of a text's word-piece vectors against the article's sentences, and the words
that both share, weighed by a small logistic regression. Without evidence to the contrary a comment
is on-topic, a short one above all.

## Known faults

- It reads English. In other languages it sees little and says little.
- It does not understand irony, quotation or context: a quoted insult is an insult.
- Hatred without a hateful word mostly escapes it (`hatemoji` and `implicit_hate` below).
- The labels are those of paid annotators, most of them American; mild rudeness divides them.
- Two articles on one question look alike to it: the nearest debates are told apart less well.

## Measured on texts that nothing was fitted on

Area under the curve for each attribute and set; an attribute's calibration error is the mean gap
between the probability and the share that was so. `groups` and `templates` are sentences of our
own, from frames not fitted; `toxic_spans` are news comments that had all been reported as toxic;
`hidden` are newspaper comments, two in three with one abusive sentence put in.

{abuse}

| on-topic | |
|---|---|
{topic}

The spans' share was chosen on tsd_train. Both lists' comments are among `toxic_spans`, so their
labels have partly been fitted; their spans have not.

| spans | |
|---|---|
{spans}

## Learned from

| set | licence | used for |
|---|---|---|
{origins}

No text of any set is in this package, only what was learned from it. How to make the model again:
`training/README.md` in the source.
"""


def write(folder: Path, version: str, figures: dict[str, Any]) -> None:
    """Write card.json for programs and MODEL.md for people."""
    card = {
        "version": version,
        "licence": "Apache-2.0",
        "origins": [
            dict(zip(("name", "url", "licence", "used_for"), origin, strict=True))
            for origin in ORIGINS
        ],
        "figures": figures,
    }
    (folder / "card.json").write_text(
        json.dumps(card, indent=1, allow_nan=False) + "\n", encoding="utf-8"
    )
    (folder / "MODEL.md").write_text(_prose(version, figures), encoding="utf-8")


def _prose(version: str, figures: dict[str, Any]) -> str:
    return PROSE.format(
        version=version,
        abuse=_abuse_table(figures["abuse"]),
        topic=_rows(figures["topic"]),
        spans=_rows(figures["spans"]),
        origins="\n".join(
            f"| [{name}]({url}) | {law} | {use} |" for name, url, law, use in ORIGINS
        ),
    )


def _abuse_table(figures: dict[str, Any]) -> str:
    lines = ["| attribute | calibration error | area under the curve by set |", "|---|---|---|"]
    for name, found in figures.items():
        areas = ", ".join(
            f"{source} {area:.3f}" for source, area in found["area_under_curve"].items()
        )
        lines.append(f"| {name} | {found['calibration_error']:.3f} | {areas} |")
    return "\n".join(lines)


def _rows(figures: dict[str, float]) -> str:
    return "\n".join(f"| {name} | {value:.3f} |" for name, value in figures.items())
