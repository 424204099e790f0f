"""Writes the model card: what it is for, what it learned from, how well it does, where it fails."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from training.data.origins import ORIGINS
from training.measures.markdown import as_table
from training.measures.misses import Miss

# The page; write_card fills what stands in braces.
PROSE = Path(__file__).with_name("model_card.md")

# Where every such model fails.
KNOWN_FAILURES = (
    "It reads English. It says so of other languages, though not always of a few short words.",
    "Irony escapes it, and so does an allusion that only the regular readers of a page understand.",
    "Whether something is true, libels somebody or is in contempt of a court it cannot tell: that "
    "stays with people.",
    "It sees one comment, its parent and its article: not who writes, nor how often.",
    "Its labels come from paid annotators, most of them American, and from Wikipedia, Gab and "
    "Twitter more than from newspapers; they divide over mild rudeness.",
    "Two articles on one question look alike to it.",
    "Sexual content is labelled by words and sentences of our own; no published set was at hand.",
)


def write_card(
    folder: Path,
    page: Path | None,
    version: str,
    figures: Mapping[str, float],
    misses: Sequence[Miss] = (),
    readings: Mapping[str, Mapping[str, float]] | None = None,
) -> None:
    """Writes card.json for programs, and the page for people in the folder and at `page`."""
    card = {
        "version": version,
        "licence": "Apache-2.0",
        "languages": ["en"],
        "origins": list(ORIGINS),
        "figures": dict(figures),
        "readings": readings or {},
    }
    (folder / "card.json").write_text(
        json.dumps(card, indent=1, allow_nan=False) + "\n", encoding="utf-8"
    )
    prose = _prose(version, figures, misses, readings or {})
    (folder / "MODEL.md").write_text(prose, encoding="utf-8")
    if page is not None:
        page.write_text(prose, encoding="utf-8")


def _prose(
    version: str,
    figures: Mapping[str, float],
    misses: Sequence[Miss],
    readings: Mapping[str, Mapping[str, float]],
) -> str:
    failures = [f"- {known}" for known in KNOWN_FAILURES]
    if misses:
        failures += ["", "Sentences of our own that it gets wrong:", ""]
        failures += [
            f"- “{miss.text}” {miss.attribute.replace('_', ' ')} {miss.score:.2f}, and it is "
            f"{'so' if miss.label else 'not so'}"
            for miss in misses
        ]
    return PROSE.read_text("utf-8").format(
        version=version,
        figures="\n".join(f"| {name} | {value:.3f} |" for name, value in figures.items()),
        readings=as_table(readings, "read by") if readings else "Not measured.",
        failures="\n".join(failures),
        origins="\n".join(
            "| [{name}]({url}) | {licence} | {used_for} |".format(**origin) for origin in ORIGINS
        ),
    )
