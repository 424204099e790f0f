"""The rest of `faq_promises`: of people, waiting, reports, what is kept; and the policy's file."""

from typing import Final

from tests.moderation.faq_promises import JUDGED, TEXT, kept

WEIGHTS = "moderation/test_report_weights.py::"
PROMISES: Final = (
    kept(
        "moderation.actions.chosen_reason.chosen_reason",
        "web/test_house_reasons.py::test_an_author_is_told_the_words_that_the_reason_had_that_day",
        "staff-house | Some reasons are",
        "staff-house | A moderator who declines",
    ),
    kept(
        "moderation.actions.reports.held_by_reports",
        "moderation/test_reports.py::test_enough_readers_take_a_comment_off_the_page_until_somebody_looks",
        "reported | When the reports",
        "reporting | A comment whose reports add up",
    ),
    kept(
        "moderation.actions.edit.edit",
        "moderation/test_held_stays_held.py::test_an_edit_does_not_lift_what_reports_brought_about",
        "reported | Changing it",
    ),
    kept(
        "moderation.actions.edit.edit",
        "moderation/test_held_stays_held.py::test_an_edit_does_not_lift_what_a_person_holds",
        "held-by-staff | What a moderator has taken",
    ),
    kept(
        "moderation.report_weights.weight_of",
        f"{WEIGHTS}test_the_faq_tells_these_weights",
        "reporting | A report counts in full",
    ),
    kept(
        "moderation.report_weights.weight_of",
        f"{WEIGHTS}test_how_much_one_report_counts",
        "reporting | It counts the less",
    ),
    kept(
        "web.pseudonyms.sender_key",
        "web/test_report.py::test_one_person_is_one_reader_whatever_they_change",
        "reporting | Guests who share a connection",
    ),
    kept(
        "moderation.queries.decision_of_a_person",
        "moderation/test_held_stays_held.py::test_who_let_a_text_stand_did_not_let_the_next_one_stand",
        "reporting | Once a person has decided",
    ),
    kept(
        "web.site.report.report_form",
        "web/test_report.py::test_a_reader_reports_a_comment_and_is_thanked",
        "reporting | Every comment has a way",
    ),
    kept(
        "desk.queue.waiting.waiting_comments",
        "moderation/test_reports.py::test_a_report_brings_a_comment_to_the_desk_and_leaves_it_on_the_page",
        "reporting | A person reads every report",
        "deciding | What waits, what readers report",
    ),
    kept(
        "moderation.actions.decide.decide_as_staff",
        "moderation/test_appeals.py::test_an_author_who_appealed_is_told_even_if_nothing_changes",
        "appeals | A person answers every appeal",
    ),
    kept(
        "moderation.rules.repeat.repeat",
        f"{TEXT}test_a_different_comment_is_no_repeat",
        "appeals | You need not appeal",
    ),
    kept(
        "engine.judge_pool.JudgePool",
        "house/test_network.py::test_no_test_can_reach_another_machine",
        "deciding | A program that we call the judge",
        "deciding | It measures how likely",
    ),
    kept(
        "web.site.faq.comments_faq",
        "moderation/test_faq.py::test_the_answers_rest_on_the_facts",
        "deciding | %(people)s people",
        "deciding | One person",
        "deciding | No moderator",
        "waiting | Comments waiting",
        "waiting | At this moment",
    ),
    kept(
        "moderation.queries.waits_of",
        "moderation/test_faq.py::test_the_wait_is_told_as_it_was_measured",
        "waiting | Of the last",
        "waiting | No comment that waited",
        "waiting | Only a few comments",
    ),
    kept(
        "moderation.actions.edit.may_edit",
        "moderation/test_edit.py::test_when_a_comment_may_be_changed",
        "editing | For %(minutes)s minutes after",
        "editing | For one minute after",
        "editing | A comment that you have sent",
    ),
    kept(
        "moderation.actions.edit.edit",
        "moderation/test_edit.py::test_a_new_text_is_decided_about_anew",
        "editing | The new text is judged",
    ),
    kept(
        "moderation.actions.edit.edit",
        "moderation/test_edit.py::test_a_text_that_would_be_declined_changes_nothing",
        "editing | If it cannot be posted",
    ),
    kept(
        "moderation.actions.edit.may_withdraw",
        "moderation/test_edit.py::test_when_a_comment_may_be_taken_back",
        "editing | You can withdraw it",
        "editing | For %(minutes)s minutes you can also",
        "editing | For one minute you can also",
    ),
    kept(
        "moderation.actions.edit.withdraw",
        "web/test_withdrawing.py::test_a_withdrawn_comment_is_gone_and_its_replies_stay",
        "editing | Replies to it stay",
        "privacy | A comment that you withdraw",
    ),
    kept(
        "comments.tables.comments",
        "docs/test_what_is_kept.py::test_every_table_is_named_once",
        "privacy | We keep your name",
    ),
    kept(
        "comments.model.ShownComment",
        "web/test_article_page.py::test_nobodys_address_is_ever_on_a_page",
        "privacy | Your e-mail address",
    ),
    kept(
        "moderation.queries.record_of",
        "desk/test_queue.py::test_the_authors_record_leaves_out_the_comment_itself_and_what_is_long_past",
        "privacy | How your comments",
        "privacy | Older ones",
    ),
    kept(
        "readership.actions.salt_for",
        "readership/test_privacy.py::test_the_salt_is_one_for_a_day_and_gone_after_it",
        "privacy | The network address",
    ),
    kept(
        "moderation.rules.standing.standing",
        f"{JUDGED}test_who_writes_matters",
        "posted | What newcomers write",
        "standing-new | A person reads",
        "standing-new | You are no longer",
    ),
    kept(
        "moderation.rules.mode.all_held",
        f"{JUDGED}test_where_all_is_held_even_trusted_authors_wait",
        "posted | A person reads every comment",
        "mode-all-held | At present",
    ),
    kept(
        "moderation.rules.words.words",
        f"{TEXT}test_listed_words_are_found_in_the_text_and_in_the_name",
        "words-banned | There are words",
        "words-watched | Where one of them",
        "name-banned | Your name stands",
        "name-watched | What makes a person",
    ),
    kept(
        "moderation.rules.emoji.emoji",
        "moderation/test_rules_emoji.py::test_a_person_looks_at_what_is_mostly_emoji",
        "emoji | Where emoji",
        "emoji | Short comments",
    ),
    kept(
        "moderation.faq.sections.entries",
        "moderation/test_faq.py::test_a_rule_is_told_with_the_numbers_in_force",
        "policy | The rules by which",
        "policy | The Comments FAQ is written",
        "policy | Your paper's own words",
    ),
    kept(
        "moderation.policy.default_source",
        "moderation/test_policy_parse.py::test_the_file_that_a_newsroom_starts_from_is_the_default_policy",
        "policy | Everything here is the default",
    ),
    kept(
        "moderation.rules.mode.all_held",
        f"{JUDGED}test_where_all_is_held_even_trusted_authors_wait",
        "policy | Who is posted without",
    ),
    kept(
        "moderation.rules.length.length",
        "web/test_posting.py::test_what_was_written_stays_in_the_form_whatever_was_wrong",
        "policy | In characters",
        "policy | Shorter and longer",
    ),
    kept(
        "moderation.rules.shouting.shouting",
        f"{TEXT}test_mostly_capitals_are_held_as_shouting",
        "policy | A person looks first at comments that are mostly capitals",
    ),
    kept(
        "moderation.rules.emoji.emoji",
        "moderation/test_rules_emoji.py::test_a_person_looks_at_what_is_mostly_emoji",
        "policy | A person looks first at comments that are mostly emoji",
    ),
    kept(
        "moderation.wordlist.WordMatcher",
        "moderation/test_wordlist.py::test_a_listed_word_is_found_as_it_was_written",
        "policy | Each entry stands",
        "policy | Capitals, accents",
        "policy | The lists are applied",
    ),
    kept(
        "moderation.rules.repeat.repeat",
        f"{TEXT}test_the_same_comment_is_taken_once_a_day",
        "policy | The same text again",
    ),
    kept(
        "moderation.rules.flood.flood",
        f"{TEXT}test_whoever_sends_many_at_once_is_told_how_long_to_wait",
        "policy | Who sends more",
    ),
    kept(
        "moderation.queries.record_of",
        "desk/test_queue.py::test_the_authors_record_leaves_out_the_comment_itself_and_what_is_long_past",
        "policy | Earned by published comments",
    ),
    kept(
        "web.desk.standings.give_standing",
        "web/test_roles.py::test_a_role_may_do_what_its_table_says",
        "policy | Staff can give and take standing",
    ),
    kept(
        "moderation.rules.language.language",
        f"{JUDGED}test_a_newsroom_may_let_such_a_language_pass_but_not_what_else_is_wrong",
        "policy | What becomes of a comment in a language",
        "policy | The rules about words",
    ),
    kept(
        "moderation.rules.name_abuse.name_abuse",
        "web/test_names.py::test_a_name_is_put_to_the_judge_once",
        "policy | The name above a comment",
        "policy | The judge reads each name once",
    ),
    kept(
        "moderation.rules.abuse.abuse",
        f"{JUDGED}test_each_kind_of_abuse_has_its_thresholds",
        "policy | What the judge measures",
        "policy | Either may be",
        "policy | With",
        "policy | An article can be",
        "policy | Advertising and the like",
        "policy | Hateful or cruel",
        "policy | Hostile in general",
    ),
    kept(
        "moderation.rules.topic.topic",
        f"{JUDGED}test_a_remark_on_the_paper_is_noted_and_never_called_off_topic",
        "policy | How likely a comment is about",
        "policy | 0: never",
        "policy | Remarks on the headline",
        "policy | What becomes of them",
    ),
    kept(
        "moderation.report_weights.weight_of",
        f"{WEIGHTS}test_how_much_one_report_counts",
        "policy | A report by a signed-in reader",
        "policy | It counts the less",
    ),
    kept(
        "moderation.report_weights.total_weight",
        "web/test_report.py::test_one_letter_box_with_many_addresses_takes_nothing_off_the_page",
        "policy | From one network guests and newcomers",
    ),
    kept(
        "moderation.rules.length.length",
        f"{TEXT}test_one_picture_is_enough_and_a_letter_or_a_question_mark_in_answer",
        "length-short | One emoji is enough",
    ),
    kept(
        "readers.names.check_name",
        "web/test_names.py::test_a_signed_in_reader_is_asked_for_a_name_and_their_address_is_never_shown",
        "privacy | Your name is the one",
    ),
    kept(
        "readers.names.folded_name",
        "web/test_names.py::test_a_guest_may_not_speak_as_the_paper_its_people_or_a_reader",
        "privacy | Those of our staff",
    ),
    kept(
        "moderation.actions.second_reading.draw",
        "desk/test_second_readings.py::test_as_many_are_drawn_as_the_policy_says_and_always_the_same",
        "policy | How often two people",
    ),
    kept(
        "desk.second_readings.actions.read_again",
        "desk/test_second_readings.py::test_nobody_reads_their_own_again_and_alike_changes_nothing",
        "policy | Readers see nothing of it",
    ),
)
