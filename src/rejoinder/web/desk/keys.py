"""The desk's keys: the one table from which the sheet of them is made."""

from dataclasses import dataclass
from typing import Final

from rejoinder.errors import N_
from rejoinder.sites.roles import Act


@dataclass(frozen=True, slots=True)
class Key:
    """What a key does; whoever may not do it is not told of it."""

    names: tuple[str, ...]
    """As browsers call them: one of a letter is pressed by the script, and its button has it as
    `data-key`."""
    words: str
    act: Act = Act.READ
    unless: Act | None = None
    """Whoever may do this has no use for it."""


KEYS: Final = (
    Key(("j", "k"), N_("next comment, the one before")),
    Key(("p",), N_("publish"), Act.DECIDE),
    Key(("h",), N_("hold"), Act.DECIDE),
    Key(("d",), N_("decline by the rule that stands on the button"), Act.DECIDE),
    Key(("r",), N_("another reason: opens the list"), Act.DECIDE),
    Key(("P", "H", "D"), N_("the same for all that say nearly the same"), Act.DECIDE),
    Key(("1", "…", "9"), N_("choose a reason of the list"), Act.DECIDE),
    Key(("Enter",), N_("decline for the chosen reason"), Act.DECIDE),
    Key(("b",), N_("decline for the chosen reason, and ban the author"), Act.DECIDE),
    Key(("m",), N_("more that can be done"), Act.DECIDE),
    Key(("w",), N_("warn the author for what is named on the card"), Act.DECIDE),
    Key(("v",), N_("watch the author"), Act.WATCH),
    Key(("s",), N_("suspend the author for a week"), Act.BAN_FOR_A_WHILE),
    Key(("f",), N_("make it a pick, which readers see; and no more"), Act.PICK),
    Key(("n",), N_("write a note for your colleagues"), Act.DECIDE),
    Key(("o",), N_("pass it on to an editor"), Act.DECIDE, unless=Act.ANSWER_PASSED_ON),
    Key(("O",), N_("the same, and say why"), Act.DECIDE, unless=Act.ANSWER_PASSED_ON),
    Key(("g",), N_("give back what was passed on, with an answer"), Act.ANSWER_PASSED_ON),
    Key(("l",), N_("leave it to colleagues, and go on"), Act.DECIDE),
    Key(("Control", "Enter"), N_("send what you typed"), Act.DECIDE),
    Key(("t",), N_("the whole conversation, and fold it again")),
    Key(("a",), N_("the article's text")),
    Key(("e",), N_("earlier versions, where it has any")),
    Key(("u",), N_("undo the last decision"), Act.DECIDE),
    Key(("Escape",), N_("close the list, or this sheet")),
    Key(("?",), N_("this sheet")),
)
# What stands on them.
CAPS: Final = {
    "Enter": "↵",
    "Escape": "Esc",
    "Control": "Ctrl",
    **{each: f"⇧{each.lower()}" for each in "PHDO"},
}


@dataclass(frozen=True, slots=True)
class KeyView:
    """A line of the sheet."""

    caps: tuple[str, ...]
    words: str


def key_views(acts: frozenset[str]) -> list[KeyView]:
    """The lines for somebody who may do this."""
    return [
        KeyView(tuple(CAPS.get(name, name) for name in key.names), key.words)
        for key in KEYS
        if key.act.name in acts and (key.unless is None or key.unless.name not in acts)
    ]
