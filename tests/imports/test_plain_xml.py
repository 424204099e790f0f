"""Records of XML in which nothing is special, which are read without Expat, and all others."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rejoinder.imports.model import Problem
from rejoinder.imports.reading import opening
from rejoinder.imports.reading.opening import Source
from rejoinder.imports.reading.plain_xml import PlainXml
from rejoinder.imports.reading.xml_records import Element, xml_records

_DISQUS = {"thread": "disqus", "post": "disqus"}
_WORDPRESS = {"item": "channel", "wp:comment": "item"}
_HEAD = '<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">'
_RSS = '<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel>'
_WITHIN = st.sampled_from(
    [
        *("<a>one</a>", "<a></a>", "<a/>", "<a />", "<b>two &amp; three</b>", "<b>&#38;</b>", "\n"),
        *(
            "<a><![CDATA[<p>]]></a>",
            "<a>x<![CDATA[y]]></a>",
            "<a>]]</a>",
            "<a>]]></a>",
            "words",
            " ",
        ),
        *(
            '<thread dsq:id="7"/>',
            "<thread dsq:id='7'/>",
            '<thread dsq:id="7" b="8"/>',
            "\r\n",
            "\r",
        ),
        *("<author><name>Ann</name>\n<name>B</name></author>", "<author>Ann</author>", "<author>"),
        *("</author>", '<c d="e">f</c>', '<c xmlns="urn:x">f</c>', "<x:y/>", "<dsq:y>z</dsq:y>"),
        *("<!-- <post> -->", "<![CDATA[</post>]]>", "<post><id>1</id></post>", "<?p i?>", "&bad;"),
        *("<wp:comment><wp:comment_id>1</wp:comment_id></wp:comment>", "<a >g</a>", "<a>h</a >"),
        *(
            '<a xmlns:dsq="urn:y"><dsq:z>i</dsq:z></a>',
            "<post>",
            "</post>",
            "<a><b>j</b>k</a>",
            "Ä",
        ),
        *("<disqus><post><id>2</id></post></disqus>", '<c d="a\nb"/>', '<c xml:lang="en">l</c>'),
    ]
)
_RECORDS = st.lists(
    st.lists(_WITHIN, max_size=4).map(lambda parts: f'<post dsq:id="1">{"".join(parts)}</post>')
    | st.lists(_WITHIN, max_size=4).map(lambda parts: f"<wp:comment>{''.join(parts)}</wp:comment>")
    | _WITHIN,
    max_size=6,
).map("".join)


def _told(each: Element | Problem) -> object:
    if isinstance(each, Problem):
        return each
    inner = [_told(child) for child in each.children]
    place = (each.line, each.number, each.outer)
    return each.tag, dict(each.attributes), each.fields, inner, each.cut, place


def _read(
    path: Path, text: str, wanted: dict[str, str], monkeypatch: pytest.MonkeyPatch, chunk: int
) -> list[object]:
    monkeypatch.setattr(opening, "CHUNK", chunk)
    path.write_text(text, encoding="utf-8", newline="")
    with Source(path) as source:
        root = "disqus" if wanted is _DISQUS else "rss"
        return [_told(each) for each in xml_records(source, wanted, root=root)]


@settings(max_examples=150, deadline=None)
@given(inner=_RECORDS, is_whole=st.booleans(), chunk=st.sampled_from([7, 64, 1 << 16]))
def test_it_matters_not_who_reads_a_record(
    tmp_path_factory: pytest.TempPathFactory, inner: str, is_whole: bool, chunk: int
) -> None:
    path = tmp_path_factory.getbasetemp() / "export"
    for wanted, text in (
        (_DISQUS, f"{_HEAD}\n{inner}\n" + "</disqus>" * is_whole),
        (_WORDPRESS, f"{_RSS}<item>\n{inner}\n" + "</item></channel></rss>" * is_whole),
    ):
        with pytest.MonkeyPatch.context() as patched:
            found = _read(path, text, wanted, patched, chunk)
            patched.setattr(PlainXml, "record", lambda *_: None)
            assert found == _read(path, text, wanted, patched, 1 << 16)


def test_most_records_are_read_without_expat(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (
        f'{_HEAD}\n<post dsq:id="1">\n<message><![CDATA[<p>So</p>]]></message><a>b &amp; c</a>\n'
        '<author><name>Ann</name></author>\n<thread dsq:id="t1"/>\n</post>\n\n<post dsq:id="2">'
        "</post></disqus>"
    )
    monkeypatch.setattr("rejoinder.imports.reading.expat_reader.ExpatReader._begin_record", None)
    author: object = ("author", {}, {"name": "Ann"}, [], set(), (0, 0, 0))
    thread: object = ("thread", {"dsq:id": "t1"}, {}, [], set(), (0, 0, 0))
    fields = {"message": "<p>So</p>", "a": "b & c"}
    assert _read(tmp_path / "x", text, _DISQUS, monkeypatch, 1 << 16) == [
        ("post", {"dsq:id": "1"}, fields, [author, thread], set(), (2, 1, 0)),
        ("post", {"dsq:id": "2"}, {}, [], set(), (8, 2, 0)),
    ]
