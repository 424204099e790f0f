"""What every rule is called and how it is explained: to the author, and in the Comments FAQ."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from rejoinder.moderation.wording.author_rules import AUTHOR_RULES
from rejoinder.moderation.wording.judged_rules import JUDGED_RULES
from rejoinder.moderation.wording.rule_words import RuleWords as RuleWords
from rejoinder.moderation.wording.staff_reasons import STAFF
from rejoinder.moderation.wording.text_rules import TEXT_RULES

STAFF_REASONS: Final = tuple(STAFF)
"""The ids of the reasons with which a moderator declines by hand."""

RULES: Mapping[str, RuleWords] = MappingProxyType(
    {**TEXT_RULES, **AUTHOR_RULES, **JUDGED_RULES, **STAFF}
)
"""The words of every rule id that a decision can name."""
