"""What a rule is: what it looks for, how strict it is, and all that is said of it. Pure.

Each file of `rules/` declares one rule, or a few that share a check, as `RULES`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from rejoinder.moderation.model import Case, Finding, Paragraph, Severity, Span
from rejoinder.moderation.setting import Policy, Table

# Looks at a case with the policy's settings, and yields what its rules have to say of it.
Check = Callable[[Policy, Case], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class RuleWords:
    """How one rule is told. Each is true of a comment that waits and of one that was declined.

    Every text is a msgid: it is translated where it is shown.
    """

    title: str
    """A few words, for a heading or a card at the desk."""
    message: str
    """Why, to the author; %(name)s places are filled from the finding's facts."""
    advice: str
    """What the author can do now."""
    faq: str
    """The rule as the Comments FAQ explains it; places are filled from its `faq_fields`."""
    at_desk: str = ""
    """The title for staff, where the author's would not tell them enough."""
    found: str = ""
    """What the check found, to staff, filled from the finding's facts; empty where the title, the
    marks and the judge's figures say all."""

    @property
    def title_at_desk(self) -> str:
        """A few words for those who decide."""
        return self.at_desk or self.title


class Shown(Enum):
    """What a finding's evidence is to the author who is told of it."""

    NOTHING = "nothing"
    """Nothing, or what `spans` mark in the text anyway."""
    QUOTES = "quotes"
    """Words or links of the comment, where no spans mark them."""
    NEAREST = "nearest"
    """The sentence of the article that came nearest."""


def always(_policy: Policy) -> bool:
    """That no policy switches the rule off."""
    return True


def no_fields(_policy: Policy) -> Mapping[str, object]:
    """For an explanation without places to fill."""
    return {}


def no_details(_policy: Policy) -> Iterator[Paragraph]:
    """For a rule that one sentence explains."""
    return iter(())


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rule:
    """A rule by which a comment may be held, declined or refused."""

    id: str
    """Stable: decisions are stored with it."""
    severity: Severity
    """How strict it is at its strictest."""
    words: RuleWords
    check: Check | None = None
    """Several rules may share one; None where no check finds it, such as readers' reports."""
    settings: tuple[Table[Any], ...] = ()
    """The tables of the policy that it reads."""
    in_force: Callable[[Policy], bool] = always
    """Whether it can be the reason of a decision under a policy."""
    severity_under: Callable[[Policy], Severity] | None = None
    """How strict it is at most under a policy, where that can be milder than `severity`."""
    faq_fields: Callable[[Policy], Mapping[str, object]] = no_fields
    """The policy's numbers for the places in `words.faq`."""
    faq_details: Callable[[Policy], Iterator[Paragraph]] = no_details
    """What the FAQ adds to `words.faq`, such as thresholds."""
    shows: Shown = Shown.NOTHING
    mendable: bool = True
    """Whether the author could send another text that it would let pass."""
    offers_help: bool = False
    """Whether it is there for its author's sake: then no program declines the comment, and they
    are told nothing else but where help is."""
    excuses_staff: bool = False
    """Whether the publication's own people are not asked it."""
    status: int | None = None
    """The HTTP status of a refusal by it; None for a rule that refuses nothing."""

    def finding(
        self,
        severity: Severity | None = None,
        *,
        spans: tuple[Span, ...] = (),
        evidence: tuple[str, ...] = (),
        facts: Mapping[str, Any] | None = None,
    ) -> Finding:
        """What the rule says of a comment; as strict as it can be unless said otherwise."""
        strictness = self.severity if severity is None else severity
        return Finding(self.id, strictness, spans, evidence, {} if facts is None else facts)

    def strictest(self, policy: Policy) -> Severity:
        """How strict it is at most under this policy."""
        return self.severity if self.severity_under is None else self.severity_under(policy)
