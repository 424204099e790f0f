"""A statement of reasons in plain words for whoever it is about."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, NamedTuple

from rejoinder.errors import N_
from rejoinder.i18n import Translator
from rejoinder.moderation.policy.settings import DutiesSettings
from rejoinder.moderation.reasons import WORDS
from rejoinder.moderation.rules import FOR_A_PERSON
from rejoinder.moderation.rules.standing import STANDING_BANNED
from rejoinder.moderation.statement_queries import AnsweredAppeal
from rejoinder.moderation.statements import (
    Automation,
    Ground,
    Restriction,
    Source,
    Statement,
    appeal_until,
)


class Line(NamedTuple):
    """One thing that a statement tells."""

    title: str
    text: str


_WHAT: Final[Mapping[Restriction, str]] = {
    Restriction.HELD: N_(
        "Your comment waits. Nobody but you and our moderators sees it until one of us has decided."
    ),
    Restriction.DECLINED: N_(
        "Your comment is shown to nobody but you and our moderators, anywhere, unless we decide "
        "otherwise."
    ),
    Restriction.SUSPENDED: N_("We take no comments from you until %(end)s."),
    Restriction.BANNED: N_("We take no more comments from you, unless we decide otherwise."),
}
_SOURCES: Final[Mapping[Source, str]] = {
    Source.NOTICE: N_("Somebody gave us notice of it as against the law."),
    Source.TRUSTED_FLAGGER: N_("A trusted flagger gave us notice of it as against the law."),
    Source.REPORT: N_("Other readers reported it."),
}
_DECIDERS: Final[Mapping[Automation, str]] = {
    Automation.FULLY: N_("A program decided by our rules; no person has read it yet."),
    Automation.PARTIALLY: N_("A program pointed it out, and a person decided."),
    Automation.NOT: N_("A person decided, and no program had a part in it."),
}
_BANNED: Final = N_(
    "A person decided to take no comments from you; a program applies that. If you appeal, "
    "somebody else looks at that decision."
)


_BY_ANOTHER: Final = N_("You asked us to look again, and somebody else than who decided first has.")
_BY_THE_SAME: Final = N_(
    "You asked us to look again. The same person who decided first has read it anew: nobody else "
    "looks after comments here."
)
_ASKED_ONCE: Final = N_(
    "You have asked us to look again, which can be asked once. The courts are open to you too."
)
_LIFTED: Final = N_("The ban is lifted: we take comments from you again.")


def appeal_lines(translator: Translator, answered: AnsweredAppeal | None) -> tuple[str, ...]:
    """That a decision answers what its author asked, who looked, and what becomes of a ban."""
    if answered is None:
        return ()
    told = [_BY_THE_SAME if answered.same_person else _BY_ANOTHER]
    if answered.ban_lifted:
        told.append(_LIFTED)
    return tuple(translator.translate(each) for each in told)


def statement_lines(
    translator: Translator,
    statement: Statement,
    made_at: datetime,
    duties: DutiesSettings,
    *,
    asked: bool = False,
) -> tuple[Line, ...]:
    """What was decided, on what ground, how it came about, and what can be done about it.

    `asked` is whether its author has appealed against a decision of the same outcome, which they
    can once.

    Nothing of it to whoever may harm themselves: they are told where help is, and nothing else.
    """
    if statement.rule in FOR_A_PERSON:
        return ()
    translate = translator.translate
    return (
        Line(translate(N_("What it means")), _what(translator, statement)),
        Line(translate(N_("On what ground")), _ground(translator, statement)),
        Line(translate(N_("How it came about")), " ".join(_how(translator, statement))),
        Line(
            translate(N_("If you do not agree")),
            translator.translate(_ASKED_ONCE)
            if asked
            else _redress(translator, statement, made_at, duties),
        ),
    )


def _what(translator: Translator, statement: Statement) -> str:
    end = "" if statement.end_at is None else translator.moment(statement.end_at)
    return translator.translate(_WHAT[statement.restriction], end=end)


def _ground(translator: Translator, statement: Statement) -> str:
    if statement.decision_ground is Ground.LAW:
        return translator.translate(N_("The law: we found that it does not allow this."))
    words = WORDS.get(statement.rule)
    title = statement.rule if words is None else translator.translate(words.title)
    return translator.translate(
        N_("Our own rules: “%(rule)s”. The Comments FAQ explains it."), rule=title
    )


def _how(translator: Translator, statement: Statement) -> list[str]:
    if statement.rule == STANDING_BANNED.id and not statement.restriction.of_account:
        return [translator.translate(_BANNED)]
    told = [_SOURCES[statement.source_type]] if statement.source_type in _SOURCES else []
    return [translator.translate(each) for each in (*told, _DECIDERS[statement.automated_decision])]


def _redress(
    translator: Translator, statement: Statement, made_at: datetime, duties: DutiesSettings
) -> str:
    if statement.restriction is Restriction.HELD:
        return translator.translate(
            N_(
                "One of us reads it in any case. If it still waits after %(span)s, you can ask for "
                "it on this comment's private page, at no cost. The courts are open to you too."
            ),
            span=translator.span(duties.hold_hours * 3600),
        )
    return translator.translate(
        N_(
            "You can appeal until %(day)s, at no cost: somebody else than who decided reads it "
            "anew, never a program alone. The courts are open to you too."
        ),
        day=translator.day(appeal_until(made_at, duties.appeal_months)),
    )
