"""WordPress's own export."""

from sqlalchemy import select

from rejoinder.desk.queue import QueueMemory
from rejoinder.moderation.tables import earlier_decisions
from tests.support.import_files import Importer

WXR = """<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><item><title>Bridge</title>
<link>https://paper.example/2014/bridge/</link><wp:post_id>7</wp:post_id>{comments}</item></channel></rss>"""


def wp(number: int, text: str, approved: str = "1", rest: str = "") -> str:
    """A comment as WordPress writes it."""
    return (
        f"<wp:comment><wp:comment_id>{number}</wp:comment_id><wp:comment_author>Bo</wp:comment_author>"
        "<wp:comment_date_gmt>2014-02-03 04:05:06</wp:comment_date_gmt>"
        f"<wp:comment_content><![CDATA[{text}]]>"
        f"</wp:comment_content><wp:comment_approved>{approved}</wp:comment_approved>"
        f"<wp:comment_parent>0</wp:comment_parent>{rest}</wp:comment>"
    )


def test_wordpress_comments_come_with_what_akismet_and_moderators_said(importer: Importer) -> None:
    meta = (
        "<wp:commentmeta><wp:meta_key>akismet_result</wp:meta_key>"
        "<wp:meta_value>true</wp:meta_value></wp:commentmeta>"
    )
    pingback = wp(9, "ping", rest="<wp:comment_type>pingback</wp:comment_type>")
    mapping, problems, written = importer(
        WXR.format(
            comments=wp(1, "one\ntwo") + wp(2, "wait", "0") + wp(3, "bin", "trash", meta) + pingback
        ),
        kind="wordpress",
    )
    assert (written, problems.first, mapping.aside["pingback"]) == (3, [], 1)
    here = importer.texts()
    assert here["one\ntwo"][:2] == ("published", "<p>one<br>\ntwo</p>")
    assert (here["wait"][0], here["bin"][0]) == ("held", "declined")
    with importer.database.reading() as connection:
        rows = connection.execute(select(earlier_decisions)).all()
    assert sorted((row.label, row.maker, row.outcome) for row in rows) == [
        ("akismet_result", "program", "decline"),
        ("trash", "unknown", "decline"),
    ]


def test_what_waits_after_an_import_is_seen_at_an_open_desk(importer: Importer) -> None:
    memory = QueueMemory()

    def waiting() -> int:
        with importer.database.reading() as connection:
            return len(memory.waiting(connection, importer.site.id, now=importer.now))

    assert waiting() == 0
    assert importer(WXR.format(comments=wp(1, "wait", "0")), kind="wordpress")[2] == 1
    assert waiting() == 1
