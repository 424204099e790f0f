"""The words of the rules about the text itself: its shape, its words, its links."""

from collections.abc import Mapping

from rejoinder.errors import N_
from rejoinder.moderation.wording.rule_words import RuleWords

TEXT_RULES: Mapping[str, RuleWords] = {
    "thread-closed": RuleWords(
        title=N_("The conversation is closed"),
        message=N_("This conversation has ended, so nothing can be added to it any more."),
        advice=N_(
            "There may be a newer article on the subject that is still open. We should be glad "
            "to hear from you there."
        ),
        faq=N_(
            "We close a conversation when we can no longer look after it as it deserves. What "
            "was said in it stays for everybody to read."
        ),
    ),
    "length-short": RuleWords(
        title=N_("Too short"),
        message=N_(
            "The shortest comment that we take has %(minimum)s characters, and yours has fewer."
        ),
        advice=N_("A few more words are enough: what do you think, and why?"),
        faq=N_(
            "A comment has at least %(minimum)s characters. A shorter one stays in the form, "
            "where you can add to it."
        ),
    ),
    "length-long": RuleWords(
        title=N_("Too long"),
        message=N_("Your comment has %(length)s characters, and there is room for %(maximum)s."),
        advice=N_(
            "Your text is still in the form. Keep the strongest point: a second comment can "
            "carry the next one."
        ),
        faq=N_(
            "A comment has at most %(maximum)s characters. Nothing is lost when yours has more: "
            "it stays in the form, where you can shorten it."
        ),
    ),
    "shouting": RuleWords(
        title=N_("Mostly capitals"),
        message=N_("Most of its letters are capitals, which many readers take for shouting."),
        advice=N_("Written in small letters, the same words will carry further."),
        faq=N_(
            "Where more than about %(share)s letters in a hundred are capitals, a person looks "
            "first. Short comments, with fewer than %(letters)s letters, may be as loud as they "
            "like."
        ),
    ),
    "words-banned": RuleWords(
        title=N_("A word that we do not print"),
        message=N_("It contains %(words)s, which we do not print in comments."),
        advice=N_("Say it in other words: change what is named here and send the comment again."),
        faq=N_(
            "There are words that this paper does not print, and a comment that contains one is "
            "not posted. We tell you which it was, so that you can choose another."
        ),
    ),
    "words-watched": RuleWords(
        title=N_("A word that a person looks at"),
        message=N_("It touches on something that our moderators read before it appears."),
        advice=N_("There is nothing that you need to do: somebody will read it."),
        faq=N_(
            "Some words are harmless in one sentence and hurtful in another. Where one of them "
            "stands in a comment, a person reads it first."
        ),
    ),
    "name-banned": RuleWords(
        title=N_("A name that we do not print"),
        message=N_("The name above your comment contains %(words)s, which we do not print."),
        advice=N_("Please choose another name and send the comment again."),
        faq=N_(
            "Your name stands above your comment, so what we do not print in a comment cannot "
            "stand in a name either."
        ),
    ),
    "name-watched": RuleWords(
        title=N_("A name that a person looks at"),
        message=N_("There is something in the name above it that our moderators look at first."),
        advice=N_("There is nothing that you need to do: somebody will read it."),
        faq=N_(
            "What makes a person look at the words of a comment makes them look at a name as "
            "well. Most such names turn out to be perfectly good ones."
        ),
    ),
    "links-blocked": RuleWords(
        title=N_("A link that we do not set"),
        message=N_("It links to %(hosts)s, and we do not link there from comments."),
        advice=N_("Take the link out, and tell us in your own words what is to be found there."),
        faq=N_(
            "There are a few websites to which we do not link, mostly because they sell or "
            "deceive. A comment that links to one of them is not posted; without the link it "
            "may well be."
        ),
    ),
    "links-many": RuleWords(
        title=N_("More links than usual"),
        message=N_(
            "It has more links than may pass without a look (found: %(count)s, allowed: "
            "%(allowed)s), so a person will open them first."
        ),
        advice=N_("You can wait for us, or send the comment with fewer links."),
        faq=N_(
            "A person opens the links first where a comment has more than may pass without a "
            "look. The number that may pass is %(allowed)s, and for somebody who is new here "
            "%(allowed_for_new)s."
        ),
    ),
    "repeat": RuleWords(
        title=N_("The same comment again"),
        message=N_("You sent us the same comment a little while ago."),
        advice=N_(
            "If the first one has not appeared, it may be waiting for a person; sending it again "
            "does not make it faster. If you have something to add, we should like to read that."
        ),
        faq=N_(
            "The same text from the same person is taken once in %(hours)s hours, under "
            "whichever article it stands. A short answer with fewer than %(repeat_letters)s "
            "letters, such as a thank-you, can be given as often as you like."
        ),
    ),
    "flood": RuleWords(
        title=N_("Many comments at once"),
        message=N_(
            "That was a good deal at once: there will be room for your next comment in about "
            "%(seconds)s seconds."
        ),
        advice=N_("Nothing is lost: your text is still in the form. Please send it again then."),
        faq=N_(
            "So that one voice does not drown the others, we take no more than %(comments)s "
            "comments from one person in %(minutes)s minutes. Whoever is quicker is asked to "
            "wait a little."
        ),
    ),
}
