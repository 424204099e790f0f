"""The words of the rules that rest on what the judge measured, or on its silence."""

from collections.abc import Mapping

from rejoinder.errors import N_
from rejoinder.moderation.wording.rule_words import RuleWords

JUDGED_RULES: Mapping[str, RuleWords] = {
    "judge-silent": RuleWords(
        title=N_("The judge gave no answer"),
        message=N_(
            "The program that reads comments first gave no answer, so a person will read yours. "
            "That says nothing about what you wrote."
        ),
        advice=N_("There is nothing that you need to do, and we are sorry for the wait."),
        faq=N_(
            "When the judge gives no answer in time, the comment waits for a person. Nothing is "
            "posted unread."
        ),
    ),
    "language-unjudged": RuleWords(
        title=N_("Language unknown to the judge"),
        message=N_(
            "The program that reads comments first does not know the language of yours, so a "
            "person will read it. That says nothing about what you wrote."
        ),
        advice=N_(
            "There is nothing that you need to do. It may take a little longer until somebody who "
            "knows the language has read it."
        ),
        faq=N_(
            "The judge does not know every language. It measures nothing in one that it does not "
            "know, and the comment waits for a person."
        ),
    ),
    "abuse-threat": RuleWords(
        title=N_("Reads as a threat"),
        message=N_("It reads as if harm were being threatened or wished on somebody."),
        advice=N_(
            "Say what you are against, and why, and leave out what ought to happen to anybody."
        ),
        faq=N_(
            "We do not post threats, or wishes that somebody should come to harm; not in jest "
            "either, since the person who is meant cannot tell."
        ),
    ),
    "abuse-identity-attack": RuleWords(
        title=N_("Reads as an attack on a group"),
        message=N_("It reads as an attack on people for who they are."),
        advice=N_(
            "Argue with what was said or done, and leave aside where people come from, what they "
            "believe or whom they love."
        ),
        faq=N_(
            "You can argue with what anybody says or does. We do not post attacks on people for "
            "who they are: for their origin, colour, faith, sex, age, disability or love."
        ),
    ),
    "abuse-insult": RuleWords(
        title=N_("Reads as an insult"),
        message=N_("It reads as an insult to somebody."),
        advice=N_(
            "Say what is wrong with the view rather than with the person who holds it: your "
            "argument will be the stronger for it."
        ),
        faq=N_(
            "You can be as hard as you like on an argument, and on what people in office have "
            "done. We do not post insults, whether to other readers, to our writers or to the "
            "people that they write about."
        ),
    ),
    "abuse-sexually-explicit": RuleWords(
        title=N_("More explicit than we print"),
        message=N_("It is more explicit about sex than we print."),
        advice=N_("The same point, put as the paper itself would put it, is welcome."),
        faq=N_(
            "Where an article is about sex, its comments may be so too. What we do not post is "
            "more explicit than the paper itself would be."
        ),
    ),
    "abuse-profanity": RuleWords(
        title=N_("Coarse language"),
        message=N_("It is put more coarsely than we print."),
        advice=N_("The same thought in plainer words is welcome."),
        faq=N_(
            "We keep coarse language out of the comments, as we do out of the paper. Masking a "
            "letter or two does not make it finer."
        ),
    ),
    "abuse-spam": RuleWords(
        title=N_("Reads as advertising"),
        message=N_("It reads as if it were there to sell or to promote something."),
        advice=N_(
            "If you are not selling anything, tell us how it bears on the article, and leave out "
            "prices, offers and how to get in touch."
        ),
        faq=N_(
            "Comments are for talking with one another. We do not post advertising, offers of "
            "easy money, or text that is there for the sake of a link."
        ),
    ),
    "abuse-severe-toxicity": RuleWords(
        title=N_("Reads as hateful"),
        message=N_("It reads as hateful or cruel to somebody."),
        advice=N_(
            "Leave it for an hour, if you can. What you are against can be said without hatred, "
            "and we should like to read that."
        ),
        faq=N_(
            "You can be against anything, and say so strongly. We do not post what is hateful or "
            "cruel, whoever it is meant for."
        ),
    ),
    "abuse-toxicity": RuleWords(
        title=N_("A hostile tone"),
        message=N_("Its tone is likely to drive others out of the conversation."),
        advice=N_("Try it as you would say it across a table to somebody whom you will see again."),
        faq=N_(
            "Anger has its place in a comment. What we do not post is hostility that would drive "
            "other readers away, even where no single word of it is an insult."
        ),
    ),
    "off-topic": RuleWords(
        title=N_("Away from the subject"),
        message=N_("It seems to be about something other than this article."),
        advice=N_(
            "Tell us how your point bears on the article: one sentence is often enough. There "
            "may also be an article to which it belongs."
        ),
        faq=N_(
            "A comment is about the article, or about what another reader said of it. The judge "
            "compares it with the article's own sentences, and a short reply with the comment "
            "that it answers. A remark on the headline, the author, a slip of the pen or the "
            "comments themselves is never called off the subject."
        ),
    ),
    "topic-meta": RuleWords(
        title=N_("About the paper or the comments"),
        message=N_(
            "It seems to be about the headline, the author or the comments rather than the "
            "subject of the article, so one of us reads it first."
        ),
        advice=N_("Thank you for telling us. There is nothing that you need to do."),
        faq=N_(
            "What you tell us about ourselves, such as a slip in the headline, a word to the "
            "author or a question about these comments, is welcome. A person reads it first."
        ),
    ),
}
