"""A comment of the queue as a card: everything on it in words, marks and bars."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from markupsafe import Markup

from rejoinder.comments.model import Comment, State
from rejoinder.desk.queue import Item, OpenReport
from rejoinder.engine import Judgement
from rejoinder.errors import N_
from rejoinder.i18n import Translator
from rejoinder.moderation.actions.decide import can_be_undone
from rejoinder.moderation.actions.gather import discussed_in
from rejoinder.moderation.actions.standing import NewStanding, act_of
from rejoinder.moderation.authors import AuthorRecord
from rejoinder.moderation.model import Decision, Finding, Outcome
from rejoinder.moderation.policy import Policy
from rejoinder.moderation.report_reasons import NOTICE_TITLES, REPORT_REASONS
from rejoinder.moderation.rules import FOR_A_PERSON, RULE_OF_ATTRIBUTE
from rejoinder.readers.model import GivenStanding, Standing, is_placeholder
from rejoinder.sites.roles import LONGEST_BAN_BY_A_MODERATOR
from rejoinder.web.deciders import name_of
from rejoinder.web.desk.access import DeskContext
from rejoinder.web.desk.card_parts import NoteView, PassingView, ReportView
from rejoinder.web.desk.findings import finding_view, named_of, rule_title, told_of
from rejoinder.web.desk.highlights import Highlight, highlighted
from rejoinder.web.desk.scores import (
    ATTRIBUTE_NAMES,
    language_line,
    meta_view,
    score_views,
    topic_view,
    unmeasured,
)
from rejoinder.web.desk.views import (
    CardView,
    FindingView,
    QuoteView,
    StandingChoice,
)

# Below this probability a mark would only accuse.
MARKED_AT = 0.3
EXCERPT = 110

STATE_NAMES = {
    State.PUBLISHED: N_("Published"),
    State.HELD: N_("Held"),
    State.DECLINED: N_("Declined"),
    State.WITHDRAWN: N_("Withdrawn by its author"),
}
STANDING_NAMES = {
    Standing.NEW: N_("New here"),
    Standing.KNOWN: N_("Known"),
    Standing.TRUSTED: N_("Trusted"),
    Standing.WATCHED: N_("Watched"),
    Standing.BANNED: N_("Banned"),
}
# When a ban or a watch may end, in days from now; none is for good.
ENDS: Final = (7, LONGEST_BAN_BY_A_MODERATOR.days)
PASSED_ON_BY = N_("Passed on by %(name)s")
GIVEN_BACK_BY = N_("Given back by %(name)s")
# What ends a standing that staff gave, by which it was.
ENDING: Final = {Standing.BANNED: N_("Lift the ban"), Standing.WATCHED: N_("Watch no more")}
END_IT: Final = N_("Take it back")
# Trust needs a proved address.
GOOD = {True: (Standing.KNOWN, Standing.TRUSTED), False: (Standing.KNOWN,)}


def address_shown(translator: Translator, email: str) -> str:
    """An address for the desk; of an account elsewhere there is none to be shown."""
    return translator.translate(N_("the site's own account")) if is_placeholder(email) else email


def card_of(item: Item, policy: Policy, desk: DeskContext) -> CardView:
    """The card of a comment, with the thresholds of the policy in force where it stands."""
    comment, translator = item.comment, desk.context.translator
    gone, evidence = comment.state is State.WITHDRAWN, evidence_of(item.decision)
    findings = tuple(
        finding_view(translator, each, comment.source, evidence) for each in item.decision.findings
    )
    return CardView(
        id=comment.id,
        author_id=comment.author.reader_id,
        **_author(item, desk),
        created_at=comment.created_at,
        edited_at=comment.edited_at,
        state=comment.state.value,
        state_name=translator.translate(STATE_NAMES[comment.state]),
        text=Markup("") if gone else highlighted(comment.source, _highlights(item, translator)),
        excerpt="" if gone else excerpt(comment.source),
        why=_why(item, findings, translator),
        comes_first=_for_a_person(item) is not None,
        since=item.since,
        waited=(desk.context.now - item.since).total_seconds() if item.since else 0.0,
        seen=item.decision.id,
        article=item.article,
        evidence=evidence,
        above=tuple(quote(translator, each) for each in item.above),
        **_judged(item.decision.judgement, policy.at(discussed_in(item.article)), translator),
        findings=findings,
        named=named_of(translator, item.decision.findings),
        told=() if gone else told_of(translator, item.decision, comment.source),
        reports=tuple(_report(translator, each) for each in item.reports),
        appeal=item.appeal,
        acts=desk.acts_in(item.article.section),
        pinned=comment.pinned_at is not None,
        picked=comment.picked_at is not None,
        versions=0 if gone else comment.revision - 1,
        notes=tuple(_notes(item, translator)),
        further_notes=item.notes.further,
        passing=PassingView.of(item.passing, desk.member, translator),
    )


def _notes(item: Item, translator: Translator) -> Iterator[NoteView]:
    """But for those by which it was passed on and given back, which have a place of their own."""
    passing = item.passing
    shown = set() if passing is None else {passing.id, passing.answer and passing.answer.id}
    others = (each for each in item.notes.shown if each.id not in shown)
    return (NoteView.of(each, translator, item.comment.id) for each in others)


def _author(item: Item, desk: DeskContext) -> dict[str, Any]:
    translator, author = desk.context.translator, item.comment.author
    return {
        "author": author.name,
        "badge": author.badge,
        "email": address_shown(translator, author.email),
        "record": item.author,
        "standing": translator.translate(STANDING_NAMES[item.author.standing]),
        **_given(translator, item.author.given),
        "standings": tuple(standing_choices(translator, item.author, now=desk.context.now))
        if author.email
        else (),
        "ends": ENDS,
    }


def _judged(judgement: Judgement | None, policy: Policy, translator: Translator) -> dict[str, Any]:
    return {
        "scores": tuple(score_views(judgement, policy, translator)) if judgement else (),
        "topic": topic_view(judgement, policy, translator) if judgement else None,
        "meta": meta_view(judgement, policy, translator) if judgement else None,
        "unmeasured": unmeasured(judgement, translator),
        "language": language_line(judgement, translator),
    }


def _given(translator: Translator, given: GivenStanding | None) -> dict[str, str]:
    if given is None:
        return {"given_name": "", "given_reason": ""}
    name = translator.translate(STANDING_NAMES[given.standing])
    # A ban that came with a decision has the decision's reason, if no words were added.
    return {"given_name": name, "given_reason": rule_title(translator, given.reason)}


def standing_choices(
    translator: Translator, author: AuthorRecord, *, now: datetime
) -> Iterator[StandingChoice]:
    """What can be given: anything but what is, and trust only to a proved address."""
    for standing in (Standing.WATCHED, Standing.BANNED, *GOOD[author.verified], Standing.NEW):
        unchanged = author.given is not None and author.given.standing is standing
        if unchanged and standing is not Standing.BANNED:
            continue
        label = STANDING_NAMES[standing]
        if standing is Standing.NEW:
            if author.given is None:
                continue  # there is nothing to take back
            label = ENDING.get(author.given.standing, END_IT)
        shortest = NewStanding(standing, "", now)
        act = act_of(author.given, shortest, now=now)
        yield StandingChoice(standing.value, translator.translate(label), act.name)


def report_title(translator: Translator, reason: str) -> str:
    """A reader's reason in words; one that is no longer written down keeps its id."""
    known = REPORT_REASONS.get(reason)
    title = NOTICE_TITLES.get(reason, reason) if known is None else known.title
    return translator.translate(title)


def excerpt(source: str) -> str:
    """The beginning of a comment on one line."""
    line = " ".join(source.split())
    return line if len(line) <= EXCERPT else line[:EXCERPT].rsplit(" ", 1)[0] + "…"


def _highlights(item: Item, translator: Translator) -> Iterator[Highlight]:
    """What the judge marked, by its kind; and what other checks did, by their rule."""
    judged = item.decision.judgement.abuse if item.decision.judgement else {}
    judged_rules = {
        RULE_OF_ATTRIBUTE[attribute].id for attribute in judged if attribute in RULE_OF_ATTRIBUTE
    }
    for attribute, measured in judged.items():
        name = translator.translate(ATTRIBUTE_NAMES.get(attribute, attribute))
        for start, end in measured.spans if measured.score >= MARKED_AT else ():
            yield Highlight(start, end, _css_kind(attribute), name)
    for finding in item.decision.findings:
        for start, end in finding.spans if finding.rule not in judged_rules else ():
            yield Highlight(start, end, "rule", rule_title(translator, finding.rule))


def _css_kind(attribute: str) -> str:
    return attribute.replace("_", "-")


def evidence_of(decision: Decision) -> str:
    """The article's sentence that the judge found nearest; empty where it named none."""
    topic = decision.judgement.on_topic if decision.judgement else None
    return topic.evidence.sentence if topic and topic.evidence else ""


def quote(translator: Translator, comment: Comment) -> QuoteView:
    """A comment beside the one in question."""
    gone = comment.state is State.WITHDRAWN
    standing = comment.state is State.PUBLISHED
    return QuoteView(
        id=comment.id,
        author=comment.author.name,
        badge=comment.author.badge,
        html=Markup("" if gone else comment.html),  # noqa: S704 - sanitised when it was written
        state="" if standing else translator.translate(STATE_NAMES[comment.state]),
    )


def _report(translator: Translator, report: OpenReport) -> ReportView:
    title = report_title(translator, report.reason)
    return ReportView(title, report.note, report.made_at, report.earlier_text)


def _why(item: Item, findings: tuple[FindingView, ...], translator: Translator) -> str:
    for_a_person = _for_a_person(item)
    if for_a_person is not None:
        return rule_title(translator, for_a_person.rule)
    if item.passing is not None:
        answer = item.passing.answer
        said = PASSED_ON_BY if answer is None else GIVEN_BACK_BY
        return translator.translate(said, name=name_of(translator, (answer or item.passing).by))
    if item.appeal is not None:
        return translator.translate(N_("The author appeals"))
    if item.reports and item.comment.state is State.PUBLISHED:
        reason = report_title(translator, item.reports[0].reason)
        return translator.translate(N_("Reported: %(reason)s"), reason=reason)
    if can_be_undone(item.decision) and item.decision.outcome is Outcome.HOLD:
        return translator.translate(N_("Held by a colleague"))
    return findings[0].title if findings else translator.translate(STATE_NAMES[item.comment.state])


def _for_a_person(item: Item) -> Finding | None:
    return next((each for each in item.decision.findings if each.rule in FOR_A_PERSON), None)
