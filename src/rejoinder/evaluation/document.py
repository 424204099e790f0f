"""What reports have in common: one HTML file that needs nothing else, runs nothing, asks nobody.

What strangers wrote is escaped, and a content policy within the page lets nothing be loaded or
run, should an escape ever be missed.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from importlib.resources import files
from typing import Final

LONGEST_TEXT: Final = 1000
"""Characters of a reader's text that are shown; the line in the file leads to the rest."""

_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; font-src data:"


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above a report, as plain text."""

    kicker: str
    title: str
    standfirst: str
    facts: Sequence[tuple[str, str]]


def document(heading: Heading, parts: Sequence[str]) -> str:
    """The whole file; `parts` are HTML."""
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="robots" content="noindex">',
            f"<title>{escape(heading.title)}</title>",
            f"<style>{_style()}</style>",
            "</head>",
            "<body>",
            *_head(heading),
            "<main>",
            *parts,
            "</main>",
            "</body>",
            "</html>",
            "",
        ]
    )


def written_on(day: date | None) -> list[tuple[str, str]]:
    """The fact of the day, where there is one."""
    return [] if day is None else [("Written", f"{day.day} {day:%B %Y}")]


def explained(terms: Sequence[tuple[str, str]]) -> Iterator[str]:
    """What the figures mean. Terms and meanings are HTML."""
    told = "".join(f"<dt>{term}</dt><dd>{meaning}</dd>" for term, meaning in terms)
    yield '<section id="reading" class="reading" aria-labelledby="reading-heading">'
    yield f'<h2 id="reading-heading">How to read this</h2><dl>{told}</dl></section>'


def table(
    title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], marked: Sequence[bool] = ()
) -> str:
    """A table that can be moved sideways, also with the keyboard. Cells are HTML."""
    head = "".join(f'<th scope="col">{each}</th>' for each in heads)
    body = "".join(
        f'<tr{" class=at" if marked and marked[place] else ""}><th scope="row">{row[0]}</th>'
        f"{''.join(f'<td>{cell}</td>' for cell in row[1:])}</tr>"
        for place, row in enumerate(rows)
    )
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(title)}"><table>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def listed(title: str, found: Sequence[tuple[str, str | None]]) -> str:
    """Texts under a title, each below where it stands; the text itself may be left out."""
    if not found:
        return f'<div><h3>{title}</h3><p class="where">None.</p></div>'
    told = "".join(
        f'<li><p class="where">{where}</p>{"" if text is None else _text(text)}</li>'
        for where, text in found
    )
    return f"<div><h3>{title}</h3><ol>{told}</ol></div>"


def _text(text: str) -> str:
    return f'<p class="text" dir="auto">{escape(shortened(text))}</p>'


def shortened(text: str) -> str:
    """A reader's text, as far as it is shown."""
    return text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]}…"


def _head(heading: Heading) -> Iterator[str]:
    facts = "".join(
        f"<div><dt>{key}:</dt> <dd>{escape(fact)}</dd></div>" for key, fact in heading.facts
    )
    yield "<header>"
    yield f'<p class="kicker">{escape(heading.kicker)}</p>'
    yield f"<h1>{escape(heading.title)}</h1>"
    yield f'<p class="standfirst">{escape(heading.standfirst)}</p>'
    yield f'<dl class="facts">{facts}</dl>'
    yield "</header>"


def _style() -> str:
    package = files("rejoinder")
    font = package.joinpath("frontend", "fonts", "source-serif-4-roman.woff2").read_bytes()
    sheet = package.joinpath("evaluation", "page.css").read_text(encoding="utf-8")
    face = (
        '@font-face { font-family: "Source Serif"; font-weight: 200 900; '
        f'src: url("data:font/woff2;base64,{b64encode(font).decode()}") format("woff2"); }}'
    )
    return f"{face}\n{sheet}"
