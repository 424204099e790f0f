"""The settings that belong to no rule: editing, the FAQ's words, duties, second readings."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from rejoinder.errors import N_
from rejoinder.moderation.setting import Choice, Integer, ListOf, Table, Text

_A_WEEK = 7 * 24 * 60
_A_YEAR = 365 * 24 * 60


@dataclass(frozen=True, slots=True)
class EditingSettings:
    """For how many minutes an author may change a comment (0: not at all) or take it back."""

    edit_minutes: Annotated[
        int, Integer(0, _A_WEEK), N_("0: a posted comment cannot be changed")
    ] = 10
    withdraw_minutes: Annotated[int, Integer(0, _A_YEAR), N_("0: it can always be taken back")] = 0


@dataclass(frozen=True, slots=True)
class JudgeSettings:
    """The paper's own words about the judge, which the Comments FAQ prints."""

    text: Annotated[str, Text()] = ""


EDITING = Table(("editing",), EditingSettings())
JUDGE = Table(
    ("judge",),
    JudgeSettings(),
    comment=N_("Your paper's own words about the judge, printed in the Comments FAQ after ours."),
)


class Switch(StrEnum):
    """Whether something is done."""

    ON = "on"
    OFF = "off"


class Country(StrEnum):
    """Those of the European Union and the European Economic Area (ISO 3166-1)."""

    AT, BE, BG, CY, CZ, DE = "AT", "BE", "BG", "CY", "CZ", "DE"
    DK, EE, ES, FI, FR, GR = "DK", "EE", "ES", "FI", "FR", "GR"
    HR, HU, IE, IS, IT, LI = "HR", "HU", "IE", "IS", "IT", "LI"
    LT, LU, LV, MT, NL, NO = "LT", "LU", "LV", "MT", "NL", "NO"
    PL, PT, RO, SE, SI, SK = "PL", "PT", "RO", "SE", "SI", "SK"


@dataclass(frozen=True, slots=True)
class DutiesSettings:
    """What the site owes those whose comments it restricts, and those who complain of others'."""

    appeal_months: Annotated[
        int, Integer(1, 120), N_("so long a decision can be appealed against")
    ] = 6
    hold_hours: Annotated[
        int, Integer(1, 1000), N_("a hold that lasts longer can be appealed against too")
    ] = 24
    letters: Annotated[
        Switch, Choice(Switch), N_("authors are told by mail why something was not posted")
    ] = Switch.ON
    notices: Annotated[
        Switch, Choice(Switch), N_("a form by which anybody gives notice of what is illegal")
    ] = Switch.ON
    trusted_flaggers: Annotated[
        tuple[str, ...],
        ListOf(Text()),
        N_("addresses whose notices, sent while signed in, are a trusted flagger's"),
    ] = ()
    public_page: Annotated[Switch, Choice(Switch), N_("the page /transparency is there")] = (
        Switch.ON
    )
    territorial_scope: Annotated[
        tuple[Country, ...],
        ListOf(Choice(Country)),
        N_("where restrictions hold, for the Transparency Database; none named: everywhere"),
    ] = ()


DUTIES = Table(
    ("duties",),
    DutiesSettings(),
    comment=N_("""\
What the European Union's Digital Services Act asks of many sites (docs/transparency.md). Why
something was not posted is written down whatever stands here."""),
)


@dataclass(frozen=True, slots=True)
class SecondReadingSettings:
    """How many of a hundred decisions by people somebody else reads again, not knowing them."""

    percent: Annotated[
        int, Integer(0, 100), N_("drawn by chance; 0: nothing is read a second time")
    ] = 0


SECOND_READING = Table(
    ("second_reading",),
    SecondReadingSettings(),
    comment=N_("""\
How often two people would decide alike (docs/numbers.md): so many of a hundred decisions by people
are shown to another one, who is not told what the first decided. Readers see nothing of it."""),
)
