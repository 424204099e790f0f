"""For every sentence of the Comments FAQ: the code that keeps it, and the test that holds it.

A sentence is named by where it stands (a section or a rule; `*` for several rules) and by how it
begins. What promises nothing, such as advice, stands under NO_PROMISE. `test_faq_promises` fails
for a sentence that is missing here, and for a name that is gone.
"""

from typing import Final, NamedTuple


class Kept(NamedTuple):
    """Code as a dotted name, the test that holds it, and the sentences that promise it."""

    code: str
    test: str
    sentences: tuple[tuple[str, str], ...]


def kept(code: str, test: str, *sentences: str) -> Kept:
    """`sentences` are `where | beginning`."""
    split = (each.partition(" | ") for each in sentences)
    return Kept(f"rejoinder.{code}", f"tests/{test}", tuple((a, b) for a, _, b in split))


NO_PROMISE: Final = {
    ("posted", "You need not agree"),
    ("held", "Waiting is no mark"),
    ("deciding", "Whether something is true"),
    ("thread-closed", "We close a conversation"),
    ("abuse-identity-attack", "You can argue"),
    ("abuse-insult", "You can be as hard"),
    ("abuse-spam", "Comments are for talking"),
    ("abuse-severe-toxicity", "You can be against"),
    ("abuse-toxicity", "Anger has its place"),
    ("words-watched", "Some words are harmless"),
    ("name-watched", "Most such names"),
    ("staff-advertising", "Comments are not the place"),
    ("staff-privacy", "That protects you"),
    ("links", "Yes."),
    ("links", "Tell others"),
    ("language", "Please write"),
    ("language", "A word or a quotation"),
}

JUDGED = "moderation/test_rules_judged.py::"
TEXT = "moderation/test_rules_text.py::"
PROMISES: Final = (
    kept(
        "moderation.rules.outside_check.outside_check",
        "web/test_outside_checks.py::test_what_a_check_says_becomes_of_the_comment",
        "outside-declined | Comments are also read",
        "outside-declined | What one of them declines",
        "outside-held | Where a service",
        "outside-held | No such service",
    ),
    kept(
        "moderation.actions.outside_question.question_about",
        "web/test_outside_checks.py::test_a_check_is_told_what_deciding_needs_and_no_address",
        "outside-declined | It sees the comment",
    ),
    kept(
        "moderation.rules.outside_check.outside_check",
        "web/test_outside_checks.py::test_a_check_that_gives_no_answer_holds_the_comment",
        "outside-silent | When a service",
        "outside-silent | Nothing is posted unread",
    ),
    kept(
        "moderation.decide.decide",
        "moderation/test_decide.py::test_nothing_is_published_unless_the_judge_answered_and_nothing_objects",
        "posted | A comment is posted if",
        "posted | Most comments appear at once",
        "waiting | A comment to which no rule objects",
        "judge-silent | Nothing is posted unread",
        "deciding | The judge only measures",
        "deciding | What follows from its figures",
        "held | Where a rule has doubts",
    ),
    kept(
        "moderation.faq.rules.declining",
        "moderation/test_faq.py::test_every_rule_in_force_is_explained_once_and_no_other",
        "not-posted | These are all the rules",
        "language | There is no rule against dialect",
    ),
    kept(
        "moderation.reasons.reasons_for_author",
        "moderation/test_rules.py::test_what_an_author_is_told_is_filled_in_from_what_was_found",
        "not-posted | If yours does not",
        "words-banned | We tell you which",
    ),
    kept(
        "comments.intake.rewrite",
        "storage/test_database.py::test_no_decision_revision_or_policy_can_be_changed_or_deleted",
        "not-posted | We post a comment as you wrote it",
        "not-posted | Nobody here changes",
    ),
    kept(
        "moderation.rules.thread_closed.closed",
        f"{TEXT}test_a_closed_conversation_takes_nothing",
        "thread-closed | What was said in it stays",
    ),
    kept(
        "moderation.rules.length.length",
        f"{TEXT}test_a_comment_must_have_the_length_of_one",
        "length-short | A comment has at least",
        "length-long | A comment has at most",
    ),
    kept(
        "web.site.comment_form.post_comment",
        "web/test_posting.py::test_what_was_written_stays_in_the_form_whatever_was_wrong",
        "length-short | A shorter one stays",
        "length-long | Nothing is lost",
    ),
    kept(
        "moderation.rules.repeat.repeat",
        f"{TEXT}test_the_same_comment_is_taken_once_a_day",
        "repeat | The same text",
        "repeat | A short answer",
    ),
    kept(
        "moderation.rules.flood.flood",
        "moderation/test_submit_at_once.py::test_of_twenty_at_once_as_many_are_taken_as_the_policy_allows",
        "flood | So that one voice",
        "flood | Whoever is quicker",
    ),
    kept(
        "web.pseudonyms.sender_key",
        "moderation/test_submit_at_once.py::test_other_senders_wait_for_nobody_and_are_counted_apart",
        "flood | Guests are told apart",
    ),
    kept(
        "moderation.actions.standing.give",
        "moderation/test_standing.py::test_a_ban_ends_by_itself",
        "standing-banned | Now and then we decide",
        "standing-watched | Where somebody's earlier",
        "standing-watched | That is a person's decision",
    ),
    kept(
        "moderation.actions.standing.lift",
        "web/test_roles.py::test_a_ban_is_given_on_a_card_told_in_the_log_listed_and_lifted",
        "standing-banned | That is a person's decision",
    ),
    kept(
        "moderation.rules.name_abuse.name_abuse",
        "web/test_names.py::test_the_judge_reads_the_name_too",
        "name-abusive | The judge reads names",
        "name-abusive | One that reads",
    ),
    kept(
        "moderation.rules.private_data.private_data",
        "moderation/test_rules_private_data.py::test_private_details_wait_for_a_person",
        "private-data | We do not post private",
    ),
    kept(
        "engine.private_data.details.private_details",
        "engine/test_private_data.py::test_what_is_somebodys_own_is_held_and_shown",
        "policy | Private details of people",
    ),
    kept(
        "engine.private_data.context.context_weight",
        "engine/test_private_data.py::test_an_office_may_be_reached",
        "private-data | What a shop",
        "policy | What an office",
    ),
    kept(
        "moderation.rules.abuse.abuse",
        f"{JUDGED}test_each_kind_of_abuse_has_its_thresholds",
        "* | We do not post threats",
        "* | We do not post attacks",
        "* | We do not post insults",
        "* | We keep coarse language",
        "* | Masking a letter",
        "* | We do not post advertising",
        "* | We do not post what is hateful",
        "* | What we do not post is hostility",
        "* | The judge gives every comment a figure for this",
        "* | From %(hold)s a person looks first; from",
        "abuse-sexually-explicit | Where an article is about sex",
        "abuse-sexually-explicit | What we do not post is more explicit",
    ),
    kept(
        "moderation.rules.abuse.abuse",
        f"{JUDGED}test_a_newsroom_can_keep_declining_or_all_of_it_to_people",
        "* | From %(hold)s a person looks first; the figure alone",
    ),
    kept(
        "moderation.rules.topic.topic",
        f"{JUDGED}test_what_is_not_about_the_article_is_held_or_declined",
        "off-topic | A comment is about the article",
        "off-topic | The judge gives every comment a figure for how",
        "off-topic | Below %(hold)s",
    ),
    kept(
        "engine.topic.TopicModel",
        "engine/test_topic.py::test_a_reply_may_follow_its_parent_away_from_the_article",
        "off-topic | The judge compares it",
    ),
    kept(
        "moderation.rules.topic.topic",
        f"{JUDGED}test_a_remark_on_the_paper_is_noted_and_never_called_off_topic",
        "off-topic | A remark on the headline",
        "topic-meta | What you tell us",
        "topic-meta | A person reads it first",
    ),
    kept(
        "moderation.actions.decide.decide_as_staff",
        "moderation/test_actions_decide.py::test_a_moderators_word_is_put_in_force_and_told_where_it_is_news",
        "staff-abuse | A moderator can decline",
        "staff-threat | A moderator declines",
        "staff-off-topic | A moderator can find",
        "staff-advertising | A moderator declines",
        "staff-privacy | We do not post what is private",
        "staff-other | Now and then",
    ),
    kept(
        "moderation.actions.appeals.appeal",
        "moderation/test_appeals.py::test_an_author_may_appeal_once",
        "staff-other | You can ask us",
        "appeals | If your comment was declined",
    ),
    kept(
        "moderation.rules.shouting.shouting",
        f"{TEXT}test_mostly_capitals_are_held_as_shouting",
        "shouting | Where more than",
        "shouting | Short comments",
    ),
    kept(
        "moderation.rules.links.links_many",
        f"{TEXT}test_a_person_opens_the_links_where_there_are_many",
        "links-many | A person opens the links first",
        "links-many | The number that may pass",
        "links | A person opens the links before",
        "links | Yes, but a person opens",
        "links | Readers who are signed in",
    ),
    kept(
        "moderation.rules.links.links_blocked",
        f"{TEXT}test_a_link_to_a_blocked_host_is_declined",
        "links-blocked | There are a few websites",
        "links-blocked | A comment that links",
        "links | There are a few websites",
    ),
    kept(
        "text.render_comment",
        "web/test_hostile_text.py::test_links_of_readers_earn_nothing_and_lead_out_safely",
        "links | Search engines are asked",
    ),
    kept(
        "moderation.rules.despair.despair",
        "moderation/test_rules_despair.py::test_no_program_publishes_or_declines_it",
        "despair | Where a comment reads",
        "despair | No program declines it",
        "policy | How likely it is that the author",
        'policy | From "hold" a person reads',
        "policy | Nothing is declined for it",
        "policy | A line for each place where help is",
    ),
    kept(
        "moderation.rules.judge_silent.judge_silent",
        "web/test_silent_judge.py::test_a_judge_that_takes_too_long_holds",
        "judge-silent | When the judge gives no answer",
        "deciding | If the program gives no answer",
        "deciding | No program judges comments",
    ),
    kept(
        "moderation.rules.language.language",
        f"{JUDGED}test_a_language_that_the_judge_does_not_know_is_read_by_a_person",
        "language-unjudged | The judge does not know",
        "language-unjudged | It measures nothing",
    ),
    kept(
        "moderation.rules.language.language",
        f"{JUDGED}test_a_newsroom_may_let_such_a_language_pass_but_not_what_else_is_wrong",
        "language | The judge does not know",
        "language | It measures nothing",
    ),
    kept(
        "moderation.rules.article_unread.article_unread",
        "moderation/test_rules_article_unread.py::"
        "test_nothing_is_posted_under_an_article_that_only_a_browser_told_of",
        "article-unread | For a moment after",
        "article-unread | Until then",
    ),
    kept(
        "moderation.rules.article_unread.article_unread",
        "moderation/test_rules_article_unread.py::test_a_newsroom_may_let_such_comments_pass",
        "policy | What becomes of a comment under a page of your own",
    ),
    kept(
        "engine.passages.foreign_passages",
        "engine/test_passages.py::test_names_titles_tags_and_dialect_are_no_passage",
        "policy | A quoted word, a name or a title",
    ),
    kept(
        "moderation.decide.decide",
        "moderation/test_decide.py::test_a_check_that_breaks_holds_the_comment_and_logs_no_word_of_it",
        "check-failed | When one of our checks",
        "check-failed | We neither post",
    ),
)
