"""Perspective's attributes that we can answer, and what of the judge's stands behind each.

Those that nothing measures (FLIRTATION, INCOHERENT, the bridging attributes and others) are not
here: they fail as an unknown attribute does.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from rejoinder.dropin.formats.perspective.scale import NO_TABLES, Tables, scaled
from rejoinder.engine import Judgement

LANGUAGES = ("en",)
"""What the judge reads, as ISO 639-1."""
OFF_TOPIC = "off_topic"
_VERSION = re.compile(r"@\d{1,9}$")


@dataclass(frozen=True, slots=True)
class Attribute:
    """One of Perspective's names; its score is the highest of what stands behind it."""

    name: str
    sources: tuple[str, ...]
    """The judge's attributes, and `off_topic`."""
    needs_article: bool = False
    """Without one there is no score; otherwise an article only adds to it."""

    @property
    def reads_article(self) -> bool:
        """Whether an article changes the score."""
        return OFF_TOPIC in self.sources

    @property
    def scale(self) -> str:
        """Whose table holds for it: Google's trials measured what the attribute itself does."""
        return self.name.removesuffix("_EXPERIMENTAL")

    def score(self, judgement: Judgement, tables: Tables = NO_TABLES) -> float | None:
        """0 to 1, as Perspective's clients expect it; None where nothing was measured."""
        measured = self.measured(judgement)
        return None if measured is None else scaled(self.scale, measured, tables)

    def measured(self, judgement: Judgement) -> float | None:
        """The judge's own probability; None where nothing was measured."""
        measured = [
            value for each in self.sources if (value := _measured(judgement, each)) is not None
        ]
        if not measured or (self.needs_article and judgement.on_topic is None):
            return None
        return max(measured)


_SIX = ("TOXICITY", "SEVERE_TOXICITY", "IDENTITY_ATTACK", "INSULT", "PROFANITY", "THREAT")
_ALL = (
    *(Attribute(name, (name.lower(),)) for name in _SIX),
    # Google's trials of the next model of the same six: the same thing is measured.
    *(Attribute(f"{name}_EXPERIMENTAL", (name.lower(),)) for name in _SIX),
    Attribute("SEXUALLY_EXPLICIT", ("sexually_explicit",)),
    Attribute("SPAM", ("spam",)),
    Attribute("OBSCENE", ("profanity", "sexually_explicit")),
    Attribute("ATTACK_ON_COMMENTER", ("insult",)),
    Attribute("INFLAMMATORY", ("toxicity", "identity_attack")),
    Attribute(
        "LIKELY_TO_REJECT",
        ("toxicity", "severe_toxicity", "threat", "sexually_explicit", "spam", OFF_TOPIC),
    ),
    Attribute("OFF_TOPIC", (OFF_TOPIC,), needs_article=True),
)
ATTRIBUTES: Mapping[str, Attribute] = {each.name: each for each in _ALL}

UNMEASURED = (
    *("FLIRTATION", "INCOHERENT", "UNSUBSTANTIAL", "ATTACK_ON_AUTHOR", "ATTACK_ON_PUBLISHER"),
    *("AFFINITY_EXPERIMENTAL", "COMPASSION_EXPERIMENTAL", "CONSTRUCTIVE_EXPERIMENTAL"),
    *("CURIOSITY_EXPERIMENTAL", "NUANCE_EXPERIMENTAL", "PERSONAL_STORY_EXPERIMENTAL"),
    *("REASONING_EXPERIMENTAL", "RESPECT_EXPERIMENTAL"),
)
"""Perspective's names of what nothing here measures, so that recordings of it can be told of."""


def attribute_called(name: str) -> Attribute | None:
    """The attribute of this name; a version, as in `TOXICITY@6`, is passed over."""
    return ATTRIBUTES.get(_VERSION.sub("", name))


def _measured(judgement: Judgement, source: str) -> float | None:
    if source == OFF_TOPIC:
        return None if judgement.on_topic is None else 1 - judgement.on_topic.score
    abuse = judgement.abuse.get(source)
    return None if abuse is None else abuse.score
