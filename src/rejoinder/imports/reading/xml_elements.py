"""What is kept of an XML file: its records, and what its tags are called here."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from types import MappingProxyType

from rejoinder.imports.model import LONGEST_RAW

MOST_FIELDS = 500
_MOST_TAGS = 1000
_PREFIXES = {
    "http://disqus.com": "",
    "http://disqus.com/disqus-internals": "dsq:",
    "http://www.disqus.com/": "dsq:",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://purl.org/dc/elements/1.1/": "dc:",
}
_WORDPRESS = "http://wordpress.org/export/"
NONE: Mapping[str, str] = MappingProxyType({})


class Element:
    """A record, or an element in one that has more than text."""

    __slots__ = ("attributes", "children", "cut", "fields", "line", "number", "outer", "tag")

    def __init__(self, tag: str, attributes: Mapping[str, str] = NONE) -> None:
        """An element that has begun."""
        self.tag, self.attributes = tag, attributes
        self.fields: dict[str, str] = {}
        """The text of each element in it that has nothing else; of several the first."""
        self.children: list[Element] = []
        """The others that are in it."""
        self.cut: set[str] = set()
        """The fields that were longer than anything that is kept."""
        self.line = 0
        """Where a record begins; 0 for what is in it."""
        self.number = 0
        """Counts the records of the file from 1."""
        self.outer = 0
        """The number of the record around it; 0 where there is none."""

    def get(self, tag: str) -> str:
        """The text of the first element with this tag; empty where there is none."""
        return self.fields.get(tag, "")

    def find(self, tag: str) -> "Element | None":
        """The first element with this tag that has more than text."""
        for child in self.children:
            if child.tag == tag:
                return child
        return None


class Names:
    """What the tags and attributes of a file are called here, whatever prefixes it chose."""

    def __init__(self) -> None:
        """None has been met yet."""
        self._short: dict[str, str] = {}
        self._spaces: dict[str, list[str]] = defaultdict(list)
        """Of each prefix the namespaces that it stands for, the innermost last."""
        self._tags: dict[str, str | None] = {}
        """By the tags as they are written; forgotten when a prefix means something else."""
        self.when_changed: Callable[[], None] = self._tags.clear
        """Called when it does."""

    def short(self, name: str) -> str:
        """Ours for a name as Expat tells it: its namespace, a space, and what is local."""
        known = self._short.get(name)
        if known is not None:
            return known
        uri, _, local = name.rpartition(" ")
        prefix = "wp:" if uri.startswith(_WORDPRESS) else _PREFIXES.get(uri, "")
        short = prefix + local
        if len(self._short) < _MOST_TAGS:
            self._short[name] = short
        return short

    def named(self, attributes: Mapping[str, str]) -> Mapping[str, str]:
        """Attributes by our names, each no longer than a record may be."""
        if not attributes:
            return NONE
        return {self.short(key): value[:LONGEST_RAW] for key, value in attributes.items()}

    def bind(self, prefix: str | None, uri: str | None) -> None:
        """Told of a namespace where it begins."""
        self._spaces[prefix or ""].append(uri or "")
        self._forget()

    def unbind(self, prefix: str | None) -> None:
        """Told of it where it ends."""
        self._spaces[prefix or ""].pop()
        self._forget()

    def _forget(self) -> None:
        self._tags.clear()
        self.when_changed()

    def of_tag(self, written: str) -> str | None:
        """Ours for a tag as it is written here; None where its prefix means nothing."""
        try:
            return self._tags[written]
        except KeyError:
            known = self._of(written, default=self._spaces.get(""))
            if len(self._tags) < _MOST_TAGS:
                self._tags[written] = known
            return known

    def of_attribute(self, written: str) -> str | None:
        """The same for an attribute, which without a prefix is in no namespace."""
        # What says which namespace a prefix stands for is none.
        return None if written == "xmlns" else self._of(written, default=None)

    def _of(self, written: str, default: list[str] | None) -> str | None:
        prefix, colon, local = written.rpartition(":")
        spaces = self._spaces.get(prefix) if colon else default
        if colon and not spaces:
            return None
        uri = spaces[-1] if spaces else ""
        return self.short(f"{uri} {local}" if uri else local)
