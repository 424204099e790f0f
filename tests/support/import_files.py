"""Files as other systems write them, and their way in."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from rejoinder.articles.tables import articles
from rejoinder.comments.tables import comments
from rejoinder.imports.actions import Chosen, opened
from rejoinder.imports.reading.plain_xml import PlainXml
from rejoinder.imports.reading.xml_elements import Names
from rejoinder.imports.report import Mapping, Problems
from rejoinder.imports.second_process import InProcess
from rejoinder.moderation.tables import earlier_decisions
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


def record_of(text: str) -> object:
    """A record of XML that consists of a text, twice: the second has the shape of the first."""
    xml = PlainXml({"post": "disqus"}, Names())
    record = f"<post><message>Yes</message>{text}</post>"
    return [xml.record(record, 0, len(record)) for _ in range(2)]


class Importer:
    """Imports files into one site."""

    def __init__(self, database: Database, site: Site, folder: Path, now: datetime) -> None:
        self.database, self.site, self.folder, self.now = database, site, folder, now

    def __call__(
        self,
        content: str | bytes,
        *,
        kind: str = "disqus",
        write: bool = True,
        judge: bool = False,
    ) -> tuple[Mapping, Problems, int]:
        """The report, the problems, and how many comments were written."""
        path = self.folder / "export"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return self.import_path(path, kind, write=write, judge=judge)

    def import_path(
        self, path: Path, kind: str, *, write: bool = True, judge: bool = False
    ) -> tuple[Mapping, Problems, int]:
        """The same for a file or folder that is there."""
        told, reader = Chosen(kind, path, kind), InProcess()
        with opened(self.database, self.site, told, reader, _quiet, now=self.now) as found:
            written = 0
            if write:
                written = found.write(
                    _quiet, emails_verified=False, judge=judge, now=lambda: self.now
                ).comments
            return found.mapping, found.problems, written

    def texts(self) -> dict[str, tuple[str, str, int | None]]:
        """What is here: the state, the HTML and the parent of each source."""
        with self.database.reading() as connection:
            rows = connection.execute(select(comments).order_by(comments.c.id)).all()
        return {row.source: (row.state, row.html, row.parent_id) for row in rows}


def told(importer: Importer) -> list[tuple[object, ...]]:
    """What is here, in its order: text, state, parent's text, name."""
    with importer.database.reading() as connection:
        rows = connection.execute(
            select(comments).order_by(comments.c.created_at, comments.c.id)
        ).all()
    texts = {row.id: row.source for row in rows}
    return [(row.source, row.state, texts.get(row.parent_id), row.author_name) for row in rows]


def pages(importer: Importer) -> list[tuple[str, str | None]]:
    """The articles that were made: headline and page."""
    with importer.database.reading() as connection:
        rows = connection.execute(select(articles).order_by(articles.c.id)).all()
    return [(row.headline, row.canonical_url) for row in rows]


def labels(importer: Importer) -> list[tuple[str, str, str]]:
    """What had been decided elsewhere."""
    with importer.database.reading() as connection:
        rows = connection.execute(select(earlier_decisions).order_by(earlier_decisions.c.id)).all()
    return sorted((row.label, row.maker, row.outcome) for row in rows)


def _quiet(what: str, done: int, total: int) -> None:
    """Shows nothing."""
