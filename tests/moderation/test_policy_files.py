"""What is written from the rules: the file that a newsroom starts from, and docs/policy.md."""

import pytest

from rejoinder.moderation.policy.schema import SCHEMA
from rejoinder.moderation.rule import Rule
from rejoinder.moderation.rules import RULES
from tools.policy_files import DEFAULT_POLICY, REFERENCE, default_policy, reference


def test_the_default_policy_is_as_the_rules_have_it() -> None:
    assert DEFAULT_POLICY.read_text("utf-8") == default_policy(), "run make policy"


def test_the_page_of_the_policy_is_as_the_rules_have_it() -> None:
    assert REFERENCE.read_text("utf-8") == reference(), "run make policy"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_page_tells_of_every_rule_what_its_author_reads(rule: Rule) -> None:
    assert f"### `{rule.id}`" in reference()
    assert rule.words.advice in reference()


@pytest.mark.parametrize("path", SCHEMA)
def test_the_page_names_every_setting(path: tuple[str, ...]) -> None:
    *tables, key = path
    heading = f"### `[{'.'.join(tables)}]`" if tables else f"### `{key}`"
    section = reference().partition(f"{heading}\n")[2].partition("\n### ")[0]
    assert f"| `{key}` |" in section
