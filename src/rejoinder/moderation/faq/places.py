"""Where other rules hold: what the FAQ says of sections and articles with rules of their own."""

from collections.abc import Iterator

from rejoinder.errors import N_
from rejoinder.moderation.faq.model import PlaceEntry, RuleEntry
from rejoinder.moderation.faq.rules import declining, holding
from rejoinder.moderation.rules import RULES
from rejoinder.moderation.setting import Policy

INTRODUCTION = N_(
    "In some sections, and under some articles, we read comments by rules of their own. What is "
    "not named here is there as it is everywhere."
)
NOT_THERE = N_("This rule does not hold there.")


def places(policy: Policy) -> Iterator[PlaceEntry]:
    """Each section and article where something differs that readers are told of."""
    everywhere = _entries(policy)
    for each in policy.differences:
        there = _entries(policy.with_differences([each]))
        rules = tuple(_different(everywhere, there))
        if rules:
            yield PlaceEntry(each.section, each.article, rules)


def _entries(policy: Policy) -> dict[str, RuleEntry]:
    return {entry.rule: entry for entry in (*declining(policy), *holding(policy))}


def _different(
    everywhere: dict[str, RuleEntry], there: dict[str, RuleEntry]
) -> Iterator[RuleEntry]:
    """The rules that are told otherwise there, in their order."""
    for rule in RULES:
        entry = there.get(rule.id)
        if entry is not None and entry != everywhere.get(rule.id):
            yield entry
        elif entry is None and rule.id in everywhere:
            yield RuleEntry(rule.id, rule.words.title, ((NOT_THERE, {}),))
