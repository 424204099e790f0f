"""The rest of `faq_promises`: of sections and articles with rules of their own."""

from typing import Final

from tests.moderation.faq_promises import kept

PROMISES: Final = (
    kept(
        "moderation.setting.Policy",
        "moderation/test_policy_places.py::test_an_article_is_read_by_its_own_rules_then_its_sections",
        "places | In some sections",
        "places | What is not named here",
    ),
    kept(
        "moderation.faq.places.places",
        "moderation/test_policy_places.py::test_the_faq_tells_what_differs_and_nothing_else",
        "shouting | This rule does not hold there",
    ),
)
