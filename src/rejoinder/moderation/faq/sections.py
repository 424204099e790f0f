"""The questions of the Comments FAQ in their order, each answered from policy and facts."""

from collections.abc import Iterator

from rejoinder.errors import N_
from rejoinder.moderation.faq import places, rules, times
from rejoinder.moderation.faq.deciders import deciders
from rejoinder.moderation.faq.model import FaqFacts, FaqSection
from rejoinder.moderation.model import Action, Paragraph
from rejoinder.moderation.policy.settings import DUTIES, Switch
from rejoinder.moderation.rules.language import LANGUAGE
from rejoinder.moderation.rules.links import LINKS
from rejoinder.moderation.rules.mode import MODE, Mode
from rejoinder.moderation.rules.reported import REPORTS
from rejoinder.moderation.rules.standing import STANDING
from rejoinder.moderation.rules.subscribers import SUBSCRIBERS, Regard
from rejoinder.moderation.setting import Policy


def entries(policy: Policy, facts: FaqFacts) -> tuple[FaqSection, ...]:
    """The whole FAQ: everything in it holds under this policy, and nothing that is in force is
    left out.
    """
    return (
        FaqSection("posted", N_("What gets a comment posted?"), tuple(_posted(policy, facts))),
        FaqSection(
            "not-posted",
            N_("What is not posted?"),
            tuple(_not_posted()),
            (*rules.declining(policy), *rules.by_hand()),
        ),
        FaqSection("held", N_("What waits for a person?"), tuple(_held()), rules.holding(policy)),
        *_places(policy),
        FaqSection("deciding", N_("Who decides?"), tuple(deciders(policy, facts))),
        FaqSection("waiting", N_("How long does it take?"), tuple(times.waiting(policy, facts))),
        FaqSection(
            "editing", N_("Can I change or withdraw a comment?"), tuple(times.editing(policy))
        ),
        FaqSection("links", N_("May I set links?"), tuple(_links(policy))),
        FaqSection("language", N_("In which language?"), tuple(_language(policy, facts))),
        FaqSection(
            "reporting", N_("What can I do about a bad comment?"), tuple(_reporting(policy))
        ),
        FaqSection("appeals", N_("What if you got it wrong?"), tuple(_appeals(policy, facts))),
        FaqSection("privacy", N_("What do you keep about me?"), tuple(_privacy(facts))),
    )


def _places(policy: Policy) -> Iterator[FaqSection]:
    found = tuple(places.places(policy))
    if found:
        title = N_("Where do other rules hold?")
        yield FaqSection("places", title, ((places.INTRODUCTION, {}),), places=found)


def _posted(policy: Policy, facts: FaqFacts) -> Iterator[Paragraph]:
    yield (
        N_(
            "A comment is posted if it is on-topic and not abusive. You need not agree with the "
            "article, with other readers or with %(site)s; we should like to hear what you know "
            "and how you see it."
        ),
        {"site": facts.site_name},
    )
    if policy[MODE].mode is Mode.ALL_HELD:
        yield (N_("A person reads every comment before it appears."), {})
        return
    if policy[MODE].mode is Mode.ASSISTED:
        yield (
            N_(
                "Most comments appear at once. What newcomers write is read by a person first; "
                "how many published comments make you a regular: %(known_after)s."
            ),
            {"known_after": policy[STANDING].known_after},
        )
    else:
        yield (N_("Most comments appear at once."), {})
    yield from _subscribers(policy)


def _subscribers(policy: Policy) -> Iterator[Paragraph]:
    regard = policy[SUBSCRIBERS].standing
    if regard is Regard.KNOWN:
        yield (N_("Subscribers count as known from their first comment here."), {})
    elif regard is Regard.TRUSTED:
        yield (
            N_(
                "Subscribers count as trusted from their first comment here, like readers of whom "
                "several comments were posted and none declined."
            ),
            {},
        )


def _not_posted() -> Iterator[Paragraph]:
    yield (
        N_(
            "These are all the rules by which a comment may not appear. If yours does not, we "
            "tell you which of them it was, mark the place where we can, and say how you might "
            "put it so that it does."
        ),
        {},
    )
    yield (
        N_("We post a comment as you wrote it, or not at all. Nobody here changes readers' words."),
        {},
    )


def _held() -> Iterator[Paragraph]:
    yield (
        N_(
            "Where a rule has doubts, the comment waits until a person has read it. Waiting is no "
            "mark against you: many comments that wait are posted."
        ),
        {},
    )


def _links(policy: Policy) -> Iterator[Paragraph]:
    yield _links_allowed(policy)
    yield (
        N_(
            "Readers who are signed in and have had %(count)s comments posted, and none declined, "
            "are trusted with their links."
        ),
        {"count": policy[STANDING].trusted_after},
    )
    yield (
        N_(
            "Tell others what a link leads to and why it matters. Search engines are asked to "
            "give no weight to links in comments, so there is nothing to be gained by setting "
            "them for their own sake."
        ),
        {},
    )
    if policy[LINKS].blocked_hosts:
        yield (N_("There are a few websites to which we do not link at all."), {})


def _links_allowed(policy: Policy) -> Paragraph:
    links = policy[LINKS]
    if links.allowed == 0:
        return (N_("Yes, but a person opens every link before the comment appears."), {})
    if links.allowed_for_new == links.allowed:
        return (
            N_(
                "Yes. A person opens the links before the comment appears when there are more "
                "than %(allowed)s."
            ),
            {"allowed": links.allowed},
        )
    return (
        N_(
            "Yes. A person opens the links before the comment appears when there are more than "
            "%(allowed)s, or more than %(allowed_for_new)s from somebody who is new here."
        ),
        {"allowed": links.allowed, "allowed_for_new": links.allowed_for_new},
    )


def _language(policy: Policy, facts: FaqFacts) -> Iterator[Paragraph]:
    yield (
        N_(
            "Please write in %(language)s, so that everybody in the conversation can follow it. A "
            "word or a quotation from another language is welcome."
        ),
        {"language": facts.language},
    )
    yield (N_("There is no rule against dialect, plain style or a spelling mistake."), {})
    if facts.judge_version and policy[LANGUAGE].unjudged is Action.PUBLISH:
        yield (
            N_(
                "The judge does not know every language. It measures nothing in one that it does "
                "not know; all the other rules hold for such a comment as for any other."
            ),
            {},
        )


def _reporting(policy: Policy) -> Iterator[Paragraph]:
    yield (
        N_(
            "Every comment has a way to report it. A person reads every report; its author is not "
            "told who sent it."
        ),
        {},
    )
    yield (
        N_(
            "A report counts in full if a signed-in reader sends it of whom we published something "
            "of late, half if they are new here, and a quarter if a guest sends it. It counts "
            "the less, the more of somebody's earlier reports we found to be mistaken."
        ),
        {},
    )
    yield (
        N_(
            "A comment whose reports add up to %(hold_after)s in full is taken off the page until "
            "a person has read it. Guests who share a connection count as one."
        ),
        {"hold_after": policy[REPORTS].hold_after},
    )
    yield (
        N_(
            "Once a person has decided that a comment stands, no number of reports takes it off "
            "the page without another look, unless its author changes it."
        ),
        {},
    )
    if policy[DUTIES].notices is Switch.ON:
        yield (
            N_(
                "If a comment is against the law, you can give us notice of it by a form of its "
                "own, to which the report leads. You get a receipt, and what a person decides with "
                "the reasons. If they leave it standing, you can ask once that somebody else look."
            ),
            {},
        )


def _appeals(policy: Policy, facts: FaqFacts) -> Iterator[Paragraph]:
    duties = policy[DUTIES]
    yield (
        N_(
            "If your comment was declined, you can ask us once to look at it again, and tell us "
            "why. It costs nothing, and you have time for it: so many months (%(months)s). The "
            "same goes for a comment that has waited for many hours (%(hours)s). A person answers "
            "every appeal, never the program."
        ),
        {"months": duties.appeal_months, "hours": duties.hold_hours},
    )
    if facts.staff_count == 1:
        yield (
            N_(
                "One person looks after the comments here. If they decided first, they look anew "
                "and tell you that it was them again."
            ),
            {},
        )
    else:
        yield (N_("Somebody else than who decided first answers."), {})
    yield (
        N_(
            "The private page of your comment tells on what ground it was kept back, who told us "
            "of it, and whether a program decided."
        ),
        {},
    )
    if duties.public_page is Switch.ON:
        yield (
            N_(
                "How much we keep back, for what, and how often an appeal showed us that we were "
                "wrong stands on a page of its own."
            ),
            {},
        )
    yield (
        N_("You need not appeal to try again: a comment put differently is a new comment."),
        {},
    )


def _privacy(facts: FaqFacts) -> Iterator[Paragraph]:
    yield (
        N_(
            "We keep your name, your e-mail address, your comments with their earlier versions, "
            "your reports and appeals, what was decided about each of them, by whom and why, and "
            "what the judge measured. "
            "Your e-mail address is never shown to other readers."
        ),
        {},
    )
    yield (
        N_(
            "Your name is the one that you choose, and never a part of your address. Those of our "
            "staff, our writers and readers who sign in are theirs alone; ours carry a badge."
        ),
        {},
    )
    yield (
        N_(
            "How your comments of the last %(days)s days fared decides whether you count as new "
            "here. Older ones do not count."
        ),
        {"days": facts.record_days},
    )
    yield (
        N_(
            "The network address from which you write is not kept with your comment; a mark made "
            "from it leads back to nobody once the day is over. A comment "
            "that you withdraw leaves the page at once; a record of it stays with us, so that "
            "what was decided can be answered for."
        ),
        {},
    )
