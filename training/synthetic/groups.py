"""Whom a sentence may speak of: kinds of people, other people, things, institutions, and slurs.

`functional.py` and `mentions.py` put them into their frames.
"""

from __future__ import annotations

from dataclasses import dataclass

from training.synthetic.tables import lists, table


@dataclass(frozen=True, slots=True)
class Group:
    """A kind of people: "Poles", one "Pole", a "Polish" neighbour."""

    plural: str
    singular: str
    adjective: str

    def slots(self) -> dict[str, str]:
        """Gives what stands for these people in a frame's slots."""
        article = "an" if self.singular[0] in "aeiouAEIO" else "a"
        return {
            "X": self.plural,
            "N": self.plural,
            "one": self.singular,
            "a": f"{article} {self.singular}",
            "adj": self.adjective,
        }


def _groups(name: str) -> tuple[Group, ...]:
    return tuple(
        Group(row["plural"], row["singular"], row["adjective"])
        for row in table("groups")
        if row["list"] == name
    )


def _slurs(name: str) -> tuple[dict[str, str], ...]:
    return tuple(row for row in table("slurs") if row["list"] == name)


# Religions and origins: those of whom it is said that they "belong elsewhere".
NEWCOMERS = _groups("newcomers")

# All kinds of people that hatred is aimed at for what they were born as or believe.
GROUPS = NEWCOMERS + _groups("others")

# People by trade, taste or party.
UNPROTECTED = _groups("unprotected")

# Written out because a judge that never saw them cannot know them.
SLURS = _slurs("slurs")

# What people call themselves with pride or in jest.
RECLAIMED = _slurs("reclaimed")

OBJECTS, INSTITUTIONS = lists("targets")["objects"], lists("targets")["institutions"]
