"""Files as other systems write them, and their way in."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from rejoinder.comments.tables import comments
from rejoinder.imports.actions import Chosen, opened
from rejoinder.imports.report import Mapping, Problems
from rejoinder.sites.model import Site
from rejoinder.storage import Database

START = (
    '<?xml version="1.0" encoding="utf-8"?><disqus xmlns="http://disqus.com"'
    ' xmlns:dsq="http://disqus.com/disqus-internals">'
)


def thread(ref: str, identifier: str, link: str) -> str:
    """A thread as Disqus writes it."""
    return (
        f'<thread dsq:id="{ref}"><id>{identifier}</id><link>{link}</link>'
        "<title>The bridge</title><createdAt>2014-01-01T00:00:00Z</createdAt></thread>"
    )


HEAD = START + thread("t1", "cms-1", "https://paper.example/news/bridge")
END = "</disqus>"


def post(
    number: int, text: str = "<p>Well said.</p>", *, parent: int | None = None, **told: str
) -> str:
    """A post as Disqus writes it."""
    above = "" if parent is None else f'<parent dsq:id="{parent}"/>'
    spam, deleted = told.get("spam", "false"), told.get("deleted", "false")
    return (
        f'<post dsq:id="{number}"><message><![CDATA[{text}]]></message>'
        f"<createdAt>{told.get('at', '2015-05-05T12:00:00Z')}</createdAt>"
        f"<isDeleted>{deleted}</isDeleted><isSpam>{spam}</isSpam>"
        "<author><email>ann@example.org</email><name>Ann</name><username>ann</username></author>"
        f'<thread dsq:id="{told.get("thread", "t1")}"/>{above}</post>'
    )


class Importer:
    """Imports files into one site."""

    def __init__(self, database: Database, site: Site, folder: Path, now: datetime) -> None:
        self.database, self.site, self.folder, self.now = database, site, folder, now

    def __call__(
        self, content: str | bytes, *, kind: str = "disqus", write: bool = True
    ) -> tuple[Mapping, Problems, int]:
        """The report, the problems, and how many comments were written."""
        path = self.folder / "export"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        told = Chosen(kind, path, kind)
        with opened(self.database, self.site, told, _quiet, now=self.now) as found:
            written = 0
            if write:
                written = found.write(_quiet, emails_verified=False, now=lambda: self.now).comments
            return found.mapping, found.problems, written

    def texts(self) -> dict[str, tuple[str, str, int | None]]:
        """What is here: the state, the HTML and the parent of each source."""
        with self.database.reading() as connection:
            rows = connection.execute(select(comments).order_by(comments.c.id)).all()
        return {row.source: (row.state, row.html, row.parent_id) for row in rows}


def _quiet(what: str, done: int, total: int) -> None:
    """Shows nothing."""
