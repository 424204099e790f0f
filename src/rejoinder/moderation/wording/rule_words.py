"""The words of one rule. Every text is a msgid: it is translated where it is shown."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RuleWords:
    """How one rule is told. Each is true of a comment that waits and of one that was declined."""

    title: str
    """A few words, for a heading or a card at the desk."""
    message: str
    """Why, to the author; %(name)s places are filled from the finding's facts."""
    advice: str
    """What the author can do now."""
    faq: str
    """The rule as the Comments FAQ explains it; places are filled from the policy's numbers."""
