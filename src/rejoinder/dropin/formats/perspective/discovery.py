"""The document from which Google's clients build themselves, with our own address in it."""

from functools import cache
from importlib.resources import files
from typing import Any

import msgspec


def document(root: str) -> dict[str, Any]:
    """The discovery document; `root` is our address with a slash at its end."""
    return {**_template(), "rootUrl": root, "baseUrl": root}


@cache
def _template() -> dict[str, Any]:
    path = files("rejoinder.dropin.formats.perspective").joinpath("discovery.json")
    template: dict[str, Any] = msgspec.json.decode(path.read_bytes())
    return template
