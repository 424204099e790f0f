"""The words of the reasons that a moderator gives when declining a comment by hand."""

from collections.abc import Mapping
from typing import Final

from rejoinder.errors import N_
from rejoinder.moderation.rule import RuleWords

# One of the newspaper's own: its words stand in the decision.
HOUSE: Final = "staff-house"

STAFF_REASONS: Mapping[str, RuleWords] = {
    "staff-abuse": RuleWords(
        title=N_("Abusive"),
        message=N_("One of our moderators read it and found it abusive to somebody."),
        advice=N_(
            "Your view is welcome without the abuse: say what is wrong with the argument, and "
            "leave the person out of it."
        ),
        faq=N_(
            "A moderator can decline a comment as abusive though no program objected: people "
            "catch what a program cannot, such as a sneer that is clear only from what was said "
            "before."
        ),
    ),
    "staff-threat": RuleWords(
        title=N_("Threatening"),
        message=N_("One of our moderators read it and found that it threatens somebody."),
        advice=N_("Say what you are against, and leave out what ought to happen to anybody."),
        faq=N_(
            "A moderator declines what threatens somebody or calls for harm, however politely "
            "it is put."
        ),
    ),
    "staff-off-topic": RuleWords(
        title=N_("Off the subject"),
        message=N_("One of our moderators read it and could not see its bearing on the article."),
        advice=N_("Send it again with a sentence on how it bears on the article."),
        faq=N_(
            "A moderator can find that a comment leads the conversation away from its article, "
            "even if both share some words."
        ),
    ),
    "staff-advertising": RuleWords(
        title=N_("Advertising"),
        message=N_("One of our moderators read it and took it for advertising."),
        advice=N_(
            "If you are not selling anything, send it again without the name or the link that "
            "made it look so."
        ),
        faq=N_("Comments are not the place to sell or to promote. A moderator declines what does."),
    ),
    "staff-privacy": RuleWords(
        title=N_("Somebody's private matters"),
        message=N_("One of our moderators found something private about somebody in it."),
        advice=N_(
            "Leave out addresses, telephone numbers, and whatever else that person may not want "
            "the world to know, your own included."
        ),
        faq=N_(
            "We do not post what is private: addresses and telephone numbers, illnesses, family "
            "matters. That protects you as much as those whom you write about."
        ),
    ),
    "staff-other": RuleWords(
        title=N_("Another reason"),
        message=N_(
            "One of our moderators read it and decided against it, for a reason that is not on "
            "our usual list."
        ),
        advice=N_("If you would like somebody to look again, appeal: it takes two lines."),
        faq=N_(
            "Now and then a comment cannot be posted for a reason that no list foresees: the law, "
            "for one, or a case before a court. You can ask us to look again."
        ),
    ),
    "staff-illegal": RuleWords(
        title=N_("Against the law"),
        message=N_("One of our moderators read it and found that the law does not allow it."),
        advice=N_("If you think that the law allows it, appeal and tell us why."),
        faq=N_(
            "What the law forbids we do not post, whatever else our rules say: libel, incitement "
            "to hatred, somebody else's work. A person decides that."
        ),
    ),
    HOUSE: RuleWords(
        title=N_("A reason of our own"),
        message=N_("One of our moderators read it and decided against it."),
        advice=N_("If you think that it does not apply, appeal and tell us why."),
        faq=N_(
            "Some reasons are this newspaper's own. A moderator who declines a comment for one of "
            "them tells its author which, in words that an editor wrote."
        ),
    ),
}

# Those that every site has: what a moderator chooses from beside the house's own.
EVERYWHERE: Mapping[str, RuleWords] = {
    reason: words for reason, words in STAFF_REASONS.items() if reason != HOUSE
}
