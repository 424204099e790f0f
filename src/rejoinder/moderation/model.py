"""The words of moderation: case, finding, verdict, decision. Pure; everything here uses them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any, Self

import msgspec

from rejoinder.engine import Judgement
from rejoinder.errors import Refused
from rejoinder.readers.model import Standing
from rejoinder.text import CommentText, read_comment

# A stretch of the comment's source, in characters: from, up to but not with.
Span = tuple[int, int]

# A msgid and the fields for its %(name)s places, which are filled after translation.
Paragraph = tuple[str, Mapping[str, object]]


class Outcome(StrEnum):
    """What becomes of a comment."""

    PUBLISH = "publish"
    HOLD = "hold"
    DECLINE = "decline"


class Action(StrEnum):
    """What becomes of a comment that only this one thing would make wait."""

    PUBLISH = "publish"
    HOLD = "hold"

    @property
    def severity(self) -> "Severity":
        """How strict a finding is that brings this about."""
        return Severity.HOLD if self is Action.HOLD else Severity.NOTE


class Severity(IntEnum):
    """How strict a finding is; the strictest of a case wins.

    REFUSE is for what the reader can mend at once (too long, too fast, thread closed): nothing is
    stored and the text stays in the form.
    """

    NOTE = 0
    HOLD = 1
    DECLINE = 2
    REFUSE = 3

    @property
    def outcome(self) -> Outcome:
        """What becomes of a comment whose strictest finding is as strict as this."""
        return (Outcome.PUBLISH, Outcome.HOLD, Outcome.DECLINE, Outcome.DECLINE)[self]


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check says of one comment."""

    rule: str
    """A stable id such as `words-banned`; rules.RULES explains each to readers."""
    severity: Severity
    spans: tuple[Span, ...] = ()
    """Where in the source, if anywhere."""
    evidence: tuple[str, ...] = ()
    """The words, links or sentences that it rests on."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    """Plain numbers and words that fill the places of the rule's wording."""

    def to_dict(self) -> dict[str, Any]:
        """As it is kept beside the decision."""
        plain: dict[str, Any] = msgspec.to_builtins(self)
        return {**plain, "severity": self.severity.name.lower()}

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Self:
        """The finding that `to_dict` wrote."""
        severity = Severity[stored["severity"].upper()]
        return msgspec.convert({**stored, "severity": severity.value}, cls)


@dataclass(frozen=True, slots=True)
class Earlier:
    """A comment that the same author sent before, as far as repetition goes."""

    fingerprint: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Record:
    """How an author's comments have fared on this site."""

    published: int = 0
    declined: int = 0
    held: int = 0


@dataclass(frozen=True, slots=True)
class OutsideAnswer:
    """What one of the site's own checks by URL said of a comment."""

    check_id: int
    outcome: Outcome
    """PUBLISH where it has nothing against the comment."""
    reason: str = ""
    """In the service's words, tidied."""
    problem: str = ""
    """Why it gave no answer that can be used; then the rest means nothing."""


@dataclass(frozen=True, slots=True)
class Discussed:
    """The article that a comment is about, as far as a policy can name it."""

    section: str = ""
    names: frozenset[str] = frozenset()
    """Its slug, and what the newsroom's own system calls it."""


@dataclass(frozen=True, slots=True)
class Case:
    """All that the policy may know of one comment. Gathered by actions; nothing else is asked."""

    text: str
    """The source as it would be stored (tidied); findings' spans are places in it."""
    author_name: str
    standing: Standing
    record: Record
    now: datetime
    thread_closed: bool = False
    fingerprint: str = ""
    links: tuple[str, ...] = ()
    earlier: tuple[Earlier, ...] = ()
    """What the sender sent before, newest first: all of late, and the same text for longer."""
    judgement: Judgement | None = None
    """None where the judge did not answer."""
    name_judgement: Judgement | None = None
    """Of the name alone; None where it was not asked or not answered."""
    name_unjudged: bool = False
    """Whether the judge was asked about the name and did not answer."""
    outside: tuple[OutsideAnswer, ...] | None = ()
    """What the site's own checks by URL said; None where they need not be asked."""
    article_unread: bool = False
    """Whether the judge was shown no article, since nobody who could know told of it."""
    has_parent: bool = False
    is_edit: bool = False
    is_staff: bool = False
    is_subscriber: bool = False
    """Whether the site's own accounts say of the author that they subscribe."""
    discussed: Discussed = Discussed()

    @property
    def as_read(self) -> CommentText:
        """What people see of the text, and where it links."""
        return read_comment(self.text)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the policy makes of a case."""

    findings: tuple[Finding, ...]
    """All of them, strictest first."""

    @property
    def outcome(self) -> Outcome:
        """What the strictest finding brings about; without one, or with notes alone, PUBLISH."""
        return self._strictest.outcome

    @property
    def refused(self) -> bool:
        """Whether the comment is not even taken; then the outcome is DECLINE."""
        return self._strictest is Severity.REFUSE

    @property
    def _strictest(self) -> Severity:
        return self.findings[0].severity if self.findings else Severity.NOTE


class Refusal(Refused):
    """The rules do not take a text as it is; nothing was stored. It carries what they found."""

    def __init__(self, message: str, findings: tuple[Finding, ...]) -> None:
        """`findings` are all of them, strictest first; the first one's rule is the code."""
        super().__init__(message, code=findings[0].rule)
        self.findings = findings


@dataclass(frozen=True, slots=True)
class Decision:
    """One row of the log: what was decided of a comment, by whom, and on what grounds."""

    id: int
    site_id: int
    comment_id: int
    revision: int
    outcome: Outcome
    made_by: str
    """`policy` or `staff`; what the site's own software decided with a key is its staff's word."""
    staff_id: int | None
    rule: str
    note: str
    findings: tuple[Finding, ...]
    judgement: Judgement | None
    policy_version: str
    model_version: str
    undoes_id: int | None
    made_at: datetime
    key_id: int | None = None
    """The key with which the site's own software decided."""
