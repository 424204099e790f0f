"""Who decides: the program that measures, the people, and what only people can tell."""

from collections.abc import Iterator

from rejoinder.errors import N_
from rejoinder.moderation.faq.model import FaqFacts
from rejoinder.moderation.model import Paragraph
from rejoinder.moderation.policy.settings import JUDGE
from rejoinder.moderation.setting import Policy


def deciders(policy: Policy, facts: FaqFacts) -> Iterator[Paragraph]:
    """The judge, in the paper's own words too, the people, and what stays with them."""
    yield from _judge(facts)
    yield from ((text, {"words": words}) for text, words in _own_words(policy))
    yield _people(facts)
    yield (
        N_(
            "Whether something is true, whether it libels somebody and whether it bears on a case "
            "before a court, no program of ours can tell: that stays with people."
        ),
        {},
    )
    yield (
        N_(
            "If the program gives no answer, or anything else of ours fails, your comment is "
            "neither posted nor declined: it waits for a person."
        ),
        {},
    )


def _judge(facts: FaqFacts) -> Iterator[Paragraph]:
    if not facts.judge_version:
        yield (N_("No program judges comments at present: they wait for a person."), {})
        return
    yield (
        N_(
            "A program that we call the judge reads every comment first (at present: "
            "%(version)s). It measures how likely a comment is to be abusive and how likely it "
            "is to be about its article, on our own computers; your words are sent to nobody "
            "else for it."
        ),
        {"version": facts.judge_version},
    )
    yield (
        N_(
            "The judge only measures. What follows from its figures is laid down in the rules on "
            "this page, which the editors set and answer for."
        ),
        {},
    )


def _own_words(policy: Policy) -> Iterator[tuple[str, str]]:
    """The paper's own paragraphs, as they are: there is nothing to translate."""
    blocks = policy[JUDGE].text.split("\n\n")
    return (("%(words)s", " ".join(block.split())) for block in blocks if block.strip())


def _people(facts: FaqFacts) -> Paragraph:
    if facts.staff_count == 0:
        return (
            N_("No moderator has been appointed yet, so a comment that waits may wait long."),
            {},
        )
    if facts.staff_count == 1:
        return (
            N_(
                "What waits, what readers report and every appeal is decided by a person. One "
                "person at %(site)s looks after the comments."
            ),
            {"site": facts.site_name},
        )
    return (
        N_(
            "What waits, what readers report and every appeal is decided by a person. %(people)s "
            "people at %(site)s look after the comments."
        ),
        {"people": facts.staff_count, "site": facts.site_name},
    )
