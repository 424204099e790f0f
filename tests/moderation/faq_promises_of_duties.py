"""The rest of `faq_promises`: what the site owes those whose comments it keeps back."""

from typing import Final

from tests.moderation.faq_promises import kept

PAGE = "web/test_transparency_page.py::"
NOTICES = "web/test_notices.py::"
PROMISES: Final = (
    kept(
        "web.site.transparency.transparency_page",
        f"{PAGE}test_everybody_sees_how_much_was_kept_back_and_the_faq_leads_there",
        "appeals | How much we keep back",
    ),
    kept(
        "transparency.database.statement_for",
        "transparency/test_export.py::test_what_the_policy_of_the_day_says_holds_for_its_statements",
        "policy | Where restrictions hold",
    ),
    kept(
        "web.site.notice.notice_form",
        f"{NOTICES}test_what_article_16_asks_is_asked_and_nothing_typed_is_lost",
        "reporting | If a comment is against the law",
    ),
    kept(
        "notifier_letters.email_for_notifier",
        f"{NOTICES}test_a_notice_is_received_decided_and_told",
        "reporting | You get a receipt",
    ),
    kept(
        "moderation.actions.notices.ask_again",
        f"{NOTICES}test_what_was_left_standing_can_be_asked_once_more_of_somebody_else",
        "reporting | If they leave it standing",
    ),
    kept(
        "moderation.actions.appeals.why_not",
        "moderation/test_appeals.py::test_an_appeal_is_taken_for_as_long_as_the_site_allows",
        "appeals | It costs nothing, and you have time",
        "appeals | The same goes for a comment",
    ),
    kept(
        "moderation.actions.appeals.check_may_answer",
        "moderation/test_appeals.py::test_somebody_else_than_who_decided_first_answers",
        "appeals | Somebody else than who",
    ),
    kept(
        "moderation.actions.appeals.check_may_answer",
        "moderation/test_appeals.py::test_whoever_is_alone_says_so_and_the_author_is_told",
        "appeals | One person looks after",
        "appeals | If they decided first",
    ),
    kept(
        "moderation.statement_words.statement_lines",
        "moderation/test_statements.py::test_an_author_reads_the_statement_on_the_private_page_and_in_the_letter",
        "appeals | The private page of your comment",
    ),
    kept(
        "moderation.actions.decide.decide_as_staff",
        "moderation/test_statements.py::test_what_the_law_forbids_takes_the_kind_that_the_notice_names",
        "staff-illegal | What the law forbids",
        "staff-illegal | A person decides",
    ),
    kept(
        "moderation.policy.settings.DutiesSettings",
        "moderation/test_statements.py::test_the_letter_tells_it_too_unless_the_site_says_no",
        "policy | What the European Union",
    ),
    kept(
        "moderation.actions.statement_log.put_statement",
        "moderation/test_statements.py::test_what_is_published_needs_none_and_what_is_kept_back_has_one",
        "policy | Why something was not posted",
    ),
)
