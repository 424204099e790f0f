"""Whatever of ours the documents name is there."""

import re
from functools import cache
from pathlib import Path

import click
import pytest

from rejoinder.moderation.policy.schema import SCHEMA, TABLE_PATHS
from rejoinder.moderation.rules import RULES
from rejoinder.settings import variables
from tests.support.documents import DOCUMENTS, anchors, code, is_ours, links, rows, spans
from tests.support.source_files import PACKAGE, ROOT, name
from tools.commands import every_command

pytestmark = pytest.mark.parametrize("path", DOCUMENTS, ids=name)

KINDS = "py|md|toml|json|lock|css|js|mjs|html|po|pot|tsv|jsonl|onnx|safetensors|yml"
FILE = re.compile(rf"(?:[\w.@-]+/)*[\w.-]+\.(?:{KINDS})|(?:[\w.-]+/)+|\.ci/run")
# What a newsroom calls files of its own, and those that others' formats name.
THEIRS = {
    *("column.md", "comments.csv", "keys.txt", "recorded.jsonl", "scale.json", "scores.json"),
    *("LANGUAGE.po", "test_rules_NAME.py", "model.onnx", "policy.toml", "report.html"),
    *("node_modules", "openai.com", "comments.csv.report.html"),
}
TARGET = re.compile(r"\bmake ((?:[a-z][a-z-]*)(?: [a-z][a-z-]*)*)")
VARIABLE = re.compile(r"\bREJOINDER_[A-Z_]+\b")
CALL = re.compile(r"(?:^|[\s`(])rejoinder (?!import )([a-z][a-z-]*[^\n#`|]*)", re.MULTILINE)
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")
# Of pip, npm, curl, Docker, systemd and our own scripts.
OTHERS_OPTIONS = {"--require-hashes", "--data", "--out", "--work", "--minilm", "--minutes"}
OTHERS_OPTIONS |= {
    "--mpnet",
    *("--student-minutes", "--further-minutes", "--further-rounds", "--packaged"),
    "--group",
    "--target",
    "--no-deps",
    "--peer",
    "--json",
    "--only",
    "--log",
    "--resume",
}
OTHERS_OPTIONS |= {
    *("--fail", "--silent", "--show-error", "--header", "--build", "--detach"),
    *("--system", "--home-dir", "--now", "--quiet", "--pipe", "--wait", "--uid", "--property"),
    *("--no-index", "--no-build-isolation", "--rm", "--volume", "--workdir", "--same-dir"),
}
KEY = re.compile(r"^\[([a-z_.]+)\]$")


def test_every_file_is_there(path: Path) -> None:
    named = {span for span in spans(path) if FILE.fullmatch(span)}
    named -= {row["folder"].split("`")[1] for row in rows(path, "folder") if "licence" in row}
    missing = {span for span in named if Path(span).name not in THEIRS and not is_ours(span, path)}
    assert missing == set()


def test_every_link_leads_somewhere(path: Path) -> None:
    lost = []
    for link in links(path):
        file, _, anchor = link.partition("#")
        there = path if not file else path.parent / file
        if file.startswith(("http:", "https:")):
            continue
        if not there.exists() or (anchor and anchor not in anchors(there)):
            lost.append(link)
    assert lost == []


def test_every_target_of_make_is_there(path: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    named = {word for words in TARGET.findall(code(path)) for word in words.split()}
    assert named - targets == set()


def test_every_variable_is_read(path: Path) -> None:
    assert set(VARIABLE.findall(path.read_text(encoding="utf-8"))) - set(variables()) == set()


def test_every_command_and_option_is_there(path: Path) -> None:
    unknown = [call for call in CALL.findall(code(path)) if not _is_command(call)]
    assert unknown == []
    options = set(OPTION.findall(code(path))) - OTHERS_OPTIONS - style_variables()
    assert options - {option for known in commands().values() for option in known} == set()


def style_variables() -> set[str]:
    """What a page may set for a thread of ours that stands in it."""
    sheets = (PACKAGE / "frontend" / "css").glob("*.css")
    read = (re.findall(r"var\((--rejoinder-[a-z-]+)", sheet.read_text("utf-8")) for sheet in sheets)
    return {name for names in read for name in names} | {"--rejoinder-size"}


def _is_command(call: str) -> bool:
    words = call.split()
    known = next((each for each in (" ".join(words[:2]), words[0]) if each in commands()), None)
    if known is None:
        return False
    return set(OPTION.findall(call)) <= commands()[known]


@cache
def commands() -> dict[str, set[str]]:
    """The options of each command, by its name."""
    return {
        path.removeprefix("rejoinder "): {
            option
            for parameter in command.params
            if isinstance(parameter, click.Option)
            for option in parameter.opts
        }
        | {"--help", "--version"}
        for path, command in every_command()
    }


def test_every_table_and_key_of_a_policy_is_there(path: Path) -> None:
    tables = {".".join(map(str, table)) for table in TABLE_PATHS if table}
    named = {found[1] for span in spans(path) if (found := KEY.match(span))}
    assert named - tables == set()
    dotted = {span for span in spans(path) if span.split(".")[0] in tables and "." in span}
    dotted = {span for span in dotted if not FILE.fullmatch(span) and re.fullmatch(r"[\w.]+", span)}
    keys = {".".join(map(str, key)) for key in SCHEMA} | tables
    assert {span for span in dotted if span.split(".")[-1].islower()} - keys <= OUR_FIELDS


# Fields of answers that begin like a table of the policy.
OUR_FIELDS = {"language.judged", "language.passages"}

RULE = re.compile(r"(?:abuse|words|links|length|standing|name|language|topic|judge)-[a-z-]+")


def test_every_rule_is_there(path: Path) -> None:
    named = {span for span in spans(path) if RULE.fullmatch(span)}
    assert named - {rule.id for rule in RULES} <= OUR_NAMES


# Commands and packages that look like a rule.
OUR_NAMES = {"judge-server"}
