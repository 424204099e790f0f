"""The rest of `faq_promises`: of those who subscribe."""

from typing import Final

from tests.moderation.faq_promises import kept

PROMISES: Final = (
    kept(
        "moderation.rules.subscribers.subscribers",
        "web/test_subscribers.py::test_who_subscribes_writes_and_who_ceases_to_does_not",
        "subscribers-only | On some articles only subscribers",
        "subscribers-only | Everybody can read",
    ),
    kept(
        "moderation.rules.subscribers.only_subscribers",
        "moderation/test_rules_subscribers.py::test_only_subscribers_comment_where_the_policy_says_so",
        "subscribers-only | At present that is so",
    ),
    kept(
        "sign_on.subscriptions.subscribes",
        "sign_on/test_subscriptions.py::test_somebody_subscribes_whose_claim_is_as_it_must_be",
        "policy | Readers of whom your own accounts",
    ),
    kept(
        "web.site.article.blank_form",
        "web/test_subscribers.py::test_a_guest_is_told_before_they_type",
        "subscribers-only | In place of the form",
        "subscribers-only | %(words)s",
    ),
    kept(
        "moderation.rules.subscribers.at_least",
        "web/test_subscribers.py::test_the_policy_shows_who_subscribes_and_trusts_them_from_the_first_comment",
        "posted | Subscribers count as known",
        "posted | Subscribers count as trusted",
    ),
)
