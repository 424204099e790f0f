"""The settings that belong to no rule: until when an author can change a comment, and the FAQ's."""

from dataclasses import dataclass
from typing import Annotated

from rejoinder.moderation.setting import Integer, Table, Text

_A_WEEK = 7 * 24 * 60
_A_YEAR = 365 * 24 * 60


@dataclass(frozen=True, slots=True)
class EditingSettings:
    """For how many minutes an author may change a comment (0: not at all) or take it back."""

    edit_minutes: Annotated[int, Integer(0, _A_WEEK), "0: a posted comment cannot be changed"] = 10
    withdraw_minutes: Annotated[int, Integer(0, _A_YEAR), "0: it can always be taken back"] = 0


@dataclass(frozen=True, slots=True)
class JudgeSettings:
    """The paper's own words about the judge, which the Comments FAQ prints."""

    text: Annotated[str, Text()] = ""


EDITING = Table(("editing",), EditingSettings())
JUDGE = Table(
    ("judge",),
    JudgeSettings(),
    comment="Your paper's own words about the judge, printed in the Comments FAQ after ours.",
)
