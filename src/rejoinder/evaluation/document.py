"""What reports have in common: one HTML file that needs nothing else, runs nothing, asks nobody.

The templates escape whatever is put into them, and a content policy within the page lets nothing be
loaded or run, should an escape ever be missed.
"""

from base64 import b64encode
from datetime import date
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from rejoinder.evaluation import wording

# Characters of a reader's text that are shown; the line in the file leads to the rest.
MAX_TEXT = 1000

_ENVIRONMENT = Environment(
    loader=PackageLoader("rejoinder.evaluation"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def render(template: str, **values: Any) -> str:
    """A report as HTML: one of the templates beside this module, filled."""
    return _ENVIRONMENT.get_template(template).render(style=_style(), **values)


def shortened(text: str) -> str:
    """A reader's text, as far as it is shown."""
    return text if len(text) <= MAX_TEXT else f"{text[:MAX_TEXT]}…"


def _day(written: date) -> str:
    return f"{written.day} {written:%B %Y}"


def _style() -> Markup:
    package = files("rejoinder")
    font = package.joinpath("frontend", "fonts", "source-serif-4-roman.woff2").read_bytes()
    css = package.joinpath("evaluation", "templates", "document.css").read_text(encoding="utf-8")
    face = (
        '@font-face { font-family: "Source Serif"; font-weight: 200 900; '
        f'src: url("data:font/woff2;base64,{b64encode(font).decode()}") format("woff2"); }}'
    )
    return Markup(f"{face}\n{css}")  # noqa: S704 - files of ours


_ENVIRONMENT.globals.update(
    attribute_name=wording.name, share=wording.share, summary=wording.summary
)
_ENVIRONMENT.filters.update(
    attribute_name=wording.name,
    count=wording.count,
    day=_day,
    interval=wording.interval,
    number=wording.number,
    percent=wording.percent,
    shortened=shortened,
    step=wording.step,
    texts=wording.texts,
)
