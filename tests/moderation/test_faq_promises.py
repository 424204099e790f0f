"""Every sentence of the FAQ and of the policy's file names the code that keeps it, and its test."""

import ast
import importlib
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest

from rejoinder.moderation.faq import entries
from rejoinder.moderation.outside_check import OutsideCheck, with_checks
from rejoinder.moderation.policy import default_source, read_policy
from rejoinder.outbound.signing import SigningSecrets
from tests.moderation import (
    faq_promises,
    faq_promises_of_duties,
    faq_promises_of_people,
    faq_promises_of_places,
    faq_promises_of_subscribers,
)
from tests.moderation.faq_promises import NO_PROMISE, Kept
from tests.moderation.test_faq import FACTS, POLICIES
from tests.support.source_files import ROOT

PROMISES = (
    *faq_promises.PROMISES,
    *faq_promises_of_people.PROMISES,
    *faq_promises_of_subscribers.PROMISES,
    *faq_promises_of_duties.PROMISES,
    *faq_promises_of_places.PROMISES,
)
# Policies and facts that bring out what the others leave unsaid.
MORE_POLICIES = [
    *("editing.edit_minutes = 0", "editing.edit_minutes = 1", "links.allowed = 0"),
    '[sections.Sport]\nmode = "all-held"\nshouting.share = "never"',
    *("editing.withdraw_minutes = 45", "editing.withdraw_minutes = 1", "links.allowed_for_new = 2"),
]
MORE_FACTS = [
    replace(FACTS, judge_version=""),
    replace(FACTS, staff_count=0),
    replace(FACTS, staff_count=1, waiting=8),
    replace(FACTS, waits_measured=0),
    replace(FACTS, waits_measured=4),
    replace(FACTS, median_wait_minutes=0.4),
    replace(FACTS, median_wait_minutes=91),
    replace(FACTS, median_wait_minutes=3000),
]


CHECK = OutsideCheck(1, "Check", "https://check.example/", 500, SigningSecrets("whsec_"))


@cache
def sentences() -> frozenset[tuple[str, str]]:
    """All that the FAQ can say, by where it stands."""
    cases = [(source, FACTS) for source in (*POLICIES, *MORE_POLICIES)]
    said = set()
    told = [(read_policy(source), known) for source, known in cases]
    told += [(read_policy(""), each) for each in MORE_FACTS]
    for policy, known in (*told, (with_checks(read_policy(""), (CHECK,)), FACTS)):
        for section in entries(policy, known):
            parts = [(section.id, section.paragraphs)]
            parts += [(entry.rule, entry.paragraphs) for entry in section.rules]
            there = [entry for place in section.places for entry in place.rules]
            parts += [(entry.rule, entry.paragraphs) for entry in there]
            for where, paragraphs in parts:
                for message, _ in paragraphs:
                    said |= {(where, each) for each in re.split(r"(?<=[.?!]) ", message)}
    return frozenset(said | {("policy", each) for each in comments_of_the_policy()})


def comments_of_the_policy() -> Iterator[str]:
    """The sentences of the policy's file that stand above a table."""
    for block in re.findall(r"(?:^#.*\n)+", default_source(), re.MULTILINE):
        lines = " ".join(line.lstrip("# ") for line in block.splitlines())
        yield from re.split(r"(?<=[.?!]) (?=[A-Z0-9])", " ".join(lines.split()))


def makes(promise: tuple[str, str], sentence: tuple[str, str]) -> bool:
    """Whether it is this sentence that an entry of the table names."""
    where, beginning = promise
    return where in {"*", sentence[0]} and sentence[1].startswith(beginning)


def test_every_sentence_says_what_keeps_it() -> None:
    named = {each for promise in PROMISES for each in promise.sentences} | NO_PROMISE
    unkept = [each for each in sentences() if not any(makes(promise, each) for promise in named)]
    assert sorted(unkept) == []


def test_no_promise_is_listed_that_nobody_makes_any_more() -> None:
    named = {each for promise in PROMISES for each in promise.sentences} | NO_PROMISE
    assert [each for each in named if not any(makes(each, said) for said in sentences())] == []


@pytest.mark.parametrize("promise", PROMISES, ids=lambda each: each.sentences[0][1])
def test_what_keeps_a_promise_is_there(promise: Kept) -> None:
    module, _, name = promise.code.rpartition(".")
    assert hasattr(importlib.import_module(module), name)
    file, _, test = promise.test.partition("::")
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    assert test in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
