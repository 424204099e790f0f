"""Where in a policy's source a key stands, whatever way of writing TOML its editor likes."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rejoinder.moderation.policy.toml_lines import lines_of
from rejoinder.moderation.setting import Path


@pytest.mark.parametrize(
    ("source", "path", "line"),
    [
        ("a = 1\nb = 2", ("b",), 2),
        ("# a = 1\n\n  b = 2 # c = 3\nc = 4", ("c",), 4),
        ("[table]\nkey = 1", ("table",), 1),
        ("[table]\nkey = 1", ("table", "key"), 2),
        ("[a.b]\n\nc.d = 1", ("a", "b", "c", "d"), 3),
        ("[ a . 'b.c' ]\n\"d\\u0065\" = 1", ("a", "b.c", "de"), 2),
        ("a.b = 1\na.c = 2", ("a",), 1),
        ("a.b = 1\na.c = 2", ("a", "c"), 2),
        ('a = "x # y\\"]"\nb = 1', ("b",), 2),
        ("a = 'x \\'\nb = 1", ("b",), 2),
        ('a = """\nb = 1\n"""\nb = 2', ("b",), 4),
        ('a = """x\\"""\ny""""\nb = 2', ("b",), 3),
        ("a = '''\n'b' = 1\n'''''\nb = 2", ("b",), 4),
        ('a = ""\nb = ""', ("b",), 2),
        ('a = """"""\nb = 1', ("b",), 2),
        ("a = [\n1, # one, ]\n2\n,\n]\nb = 1", ("a", 1), 3),
        ("a = [\n1, # one, ]\n2\n,\n]\nb = 1", ("b",), 6),
        ("a = [[1,\n2], [\n3]]", ("a", 1, 0), 3),
        ("a = [ ]\nb = 1", ("b",), 2),
        ("a = {b = 1, c = [\n2, {d = 3}]}\ne = 4", ("a", "c", 1, "d"), 2),
        ("a = {}\nb = 1979-05-27 07:32:00\nc = 1", ("c",), 3),
        ("[[a]]\nb = 1\n[[a]]\nb = 2", ("a",), 1),
        ("a = 1\r\nb = 2", ("b",), 2),
    ],
)
def test_a_key_is_found_on_its_line(source: str, path: Path, line: int) -> None:
    tomllib.loads(source)
    assert lines_of(source)[path] == line


VALUES = st.sampled_from(
    [
        "1", "-2.5", "true", "1979-05-27T07:32:00Z", "1979-05-27 07:32:00", '"a # ] \\" b"',
        "'c:\\'", '"""\nx = 1\n\\"""\n"" """', "'''\n[t]\n'x\n'''", "[]", '[1, "]",\n  2,\n]',
        '[["a"],\n[{b = "}"}]]', "{}", '{p = 1, "q r" = [\n3]}',
    ]
)  # fmt: skip
BETWEEN = st.sampled_from(["", "\n", "# x = 1 ]\n", "  \n\t\n"])
AFTER = st.sampled_from(["", " ", " # [y]"])


@given(st.lists(st.tuples(BETWEEN, st.booleans(), VALUES, AFTER), max_size=12))
def test_any_valid_source_has_a_line_for_every_key(
    parts: list[tuple[str, bool, str, str]],
) -> None:
    source = ""
    table: Path = ()
    expected: dict[Path, int] = {}
    for number, (between, is_table, value, after) in enumerate(parts):
        source += between
        name = f"k{number}"
        if is_table:
            table = (name,)
            expected[table] = source.count("\n") + 1
            source += f"[{name}]{after}\n"
        else:
            expected[(*table, name)] = source.count("\n") + 1
            source += f"{name} = {value}{after}\n"
    tomllib.loads(source)
    found = lines_of(source)
    assert {path: found[path] for path in expected} == expected
