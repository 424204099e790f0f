"""One file for each format: from its bytes to the records of `imports.model`."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final, NamedTuple, Protocol

from rejoinder.imports.formats import artrans, commento, coral, disqus, isso, remark42, wordpress
from rejoinder.imports.model import Aside, Record
from rejoinder.imports.reading.opening import Files


class Reader(Protocol):
    """Reads a file or folder of one system."""

    def __call__(self, files: Files, aside: Aside, *, latest: datetime) -> Iterator[Record]:
        """Its records, in the order of the file; none was written after `latest`."""


class Format(NamedTuple):
    """A system whose comments can move in."""

    title: str
    """As its makers write it."""
    read: Reader


FORMATS: Final = {
    "disqus": Format("Disqus", disqus.read),
    "wordpress": Format("WordPress", wordpress.read),
    "coral": Format("Coral", coral.read),
    "isso": Format("Isso", isso.read),
    "remark42": Format("Remark42", remark42.read),
    "commento": Format("Commento", commento.read),
    "artrans": Format("Artalk", artrans.read),
}
