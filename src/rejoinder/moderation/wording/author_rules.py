"""The words of the rules about who writes, and about what a person has to look at in any case."""

from collections.abc import Mapping

from rejoinder.errors import N_
from rejoinder.moderation.wording.rule_words import RuleWords

AUTHOR_RULES: Mapping[str, RuleWords] = {
    "standing-banned": RuleWords(
        title=N_("No more comments from this address"),
        message=N_("Our editors have decided not to post further comments from this address."),
        advice=N_("If you think that this is a mistake, appeal: a person will look into it."),
        faq=N_(
            "Now and then our editors decide not to take any more comments from somebody. They "
            "give their reason in writing, and they can take the decision back."
        ),
    ),
    "standing-watched": RuleWords(
        title=N_("Our editors read this author first"),
        message=N_("At present our editors read your comments before they appear."),
        advice=N_("There is nothing that you need to do: somebody will read it."),
        faq=N_(
            "Where somebody's earlier comments gave us cause, our editors may wish to read the "
            "next ones before they appear. That is their decision, and never the program's."
        ),
    ),
    "standing-new": RuleWords(
        title=N_("New here"),
        message=N_("Welcome. A person reads what newcomers write here before it appears."),
        advice=N_("There is nothing that you need to do: somebody will read it."),
        faq=N_(
            "A person reads what newcomers write before it appears. You are no longer one when "
            "enough of your comments have been published (here: %(known_after)s)."
        ),
    ),
    "mode-all-held": RuleWords(
        title=N_("A person reads everything first"),
        message=N_("Here a person reads every comment before it appears."),
        advice=N_("There is nothing that you need to do: somebody will read it."),
        faq=N_(
            "At present a person reads every comment before it appears, whoever wrote it and "
            "whatever it says."
        ),
    ),
    "reported": RuleWords(
        title=N_("Reported by readers"),
        message=N_(
            "Readers asked us to look at your comment again. It is off the page until a person "
            "has done so."
        ),
        advice=N_(
            "There is nothing that you need to do. If a moderator finds nothing wrong with it, it "
            "comes back, and further reports will not take it away."
        ),
        faq=N_(
            "When enough different readers report a comment (here: %(hold_after)s), it is taken "
            "off the page until a person has looked at it."
        ),
    ),
    "check-failed": RuleWords(
        title=N_("One of our checks failed"),
        message=N_(
            "Something in our own workings failed while your comment was being read, so a person "
            "will read it instead. That says nothing about what you wrote."
        ),
        advice=N_("There is nothing that you need to do, and we are sorry for the wait."),
        faq=N_(
            "When one of our checks breaks down, the comment waits for a person. We neither post "
            "it unread nor decline it for a fault of ours."
        ),
    ),
}
