"""Figures in the documents are those of the code, or of a command that is named with them."""

import re

from rejoinder.demo.source import threads
from rejoinder.engine.judge import MIN_SCORE_FOR_SPANS
from rejoinder.engine.model import ATTRIBUTES
from rejoinder.text import ATTRIBUTES as COMMENT_ATTRIBUTES
from rejoinder.text import COMMENT_TAGS
from tests.house.test_frontend import LARGEST_KILOBYTES, compressed_scripts
from tests.house.test_lengths import LONGEST_FILE, LONGEST_FUNCTION
from tests.support.source_files import ROOT

NUMBERS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]


def said(document: str, pattern: str) -> float:
    """The number that a document says at this place, in figures or as a word."""
    text = " ".join((ROOT / document).read_text(encoding="utf-8").split())
    found = re.search(pattern, text)
    assert found, f"{document} no longer says {pattern}"
    word = found[1]
    return NUMBERS.index(word) + 1 if word in NUMBERS else float(word)


def test_the_scripts_are_as_small_as_we_say() -> None:
    sent = round(compressed_scripts("article.js") / 1000)
    assert said("README.md", r"([\d.]+) kB of scripts") == sent
    assert (
        said("CONTRIBUTING.md", r"article page's scripts weigh less than (\d+) kB")
        == (LARGEST_KILOBYTES["article.js"])
    )
    assert said("CONTRIBUTING.md", r"the desk's less than (\d+)") == LARGEST_KILOBYTES["desk.js"]


def test_files_and_functions_have_the_length_that_we_say() -> None:
    assert said("CONTRIBUTING.md", r"at most (\d+) lines, a function") == LONGEST_FILE
    assert said("CONTRIBUTING.md", r"a function (\d+)") == LONGEST_FUNCTION


def test_the_newsroom_has_as_many_articles_as_we_say() -> None:
    assert said("README.md", r"newspaper with (\d+) articles") == len(list(threads()))


def test_the_judge_measures_as_many_kinds_of_abuse_as_we_say() -> None:
    for document in ("README.md", "docs/model-card.md"):
        assert said(document, r"(\w+) kinds of abuse") == len(ATTRIBUTES)


def test_words_are_shown_from_the_score_that_we_say() -> None:
    assert said("docs/judge.md", r"none below ([\d.]+\d)") == MIN_SCORE_FOR_SPANS


def test_readers_may_use_as_many_tags_as_we_say() -> None:
    assert said("SECURITY.md", r"knows (\w+) tags") == len(COMMENT_TAGS)
    assert said("SECURITY.md", r"tags, (\w+) attribute") == len(
        {name for names in COMMENT_ATTRIBUTES.values() for name in names}
    )


def test_what_a_run_found_says_by_which_command() -> None:
    text = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
    head, *sections = re.split(r"^## ", text, flags=re.MULTILINE)
    assert commands_in(head)  # for the sections about the server itself
    found = [section for section in sections if "What one run found" in section]
    assert all(map(commands_in, found))
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for command in commands_in(text):
        modules = (ROOT / command / "__main__.py", ROOT / f"{command}.py")
        assert f"\n{command}:" in makefile or any(path.is_file() for path in modules)


def commands_in(text: str) -> set[str]:
    """The targets of make in code that is set apart, and the folders of modules that are run."""
    targets = set(re.findall(r"^make ([a-z-]+)", text, re.MULTILINE))
    modules = re.findall(r"python -m (benchmarks[\w.]*)", text)
    return targets | {module.replace(".", "/") for module in modules}
