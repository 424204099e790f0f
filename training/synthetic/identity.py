"""Sentences of our own about kinds of people: attacked in some, merely named in the others.

The same groups fill both, so that only what is said of them can decide.
"""

from __future__ import annotations

from collections.abc import Iterator

from training.data.examples import Example, all_clear

GROUPS = (
    "Muslims", "Jews", "Christians", "Hindus", "Sikhs", "atheists", "Catholics", "immigrants",
    "refugees", "asylum seekers", "foreigners", "migrants", "Black people", "white people",
    "Asians", "Arabs", "Africans", "Mexicans", "Poles", "Romanians", "Indians", "Pakistanis",
    "Chinese people", "Turks", "Russians", "Kurds", "Roma", "Travellers", "gays", "lesbians",
    "gay people", "trans people", "transgender people", "homosexuals", "women", "men", "feminists",
    "old people", "disabled people", "deaf people", "autistic people", "Latinos",
    "Native Americans", "Aboriginal people", "the Irish", "the English",
)  # fmt: skip

ATTACKS = (
    "{} are vermin.",
    "All {} are criminals.",
    "{} are terrorists, every one of them.",
    "{} are subhuman and should be kept out.",
    "{} are a disease.",
    "{} are parasites who live off the rest of us.",
    "{} are filthy animals.",
    "I hate {}.",
    "We need to get rid of {}.",
    "Send {} back to where they came from.",
    "{} are less intelligent than normal people.",
    "{} control the banks and the newspapers.",
    "{} do not belong in this country.",
    "{} should not be allowed to vote.",
    "{} are too stupid for real work.",
    "Never trust {}, they lie and steal.",
    "{} are ruining our country.",
    "Typical {}, always whining.",
    "{} make me sick.",
    "Deport all {}.",
    "{} breed like rats.",
    "{} are mentally ill and a danger to children.",
    "The only good {} are dead ones.",
    "{} belong in the kitchen or in prison.",
)
NAMED = (
    "{} deserve the same rights as everyone else.",
    "My best friends are {}.",
    "Many {} live in our street, and we get on well.",
    "The survey asked {} about their experience of hospitals.",
    "I am proud that {} are welcome here.",
    "The exhibition tells the story of {} in the city.",
    "Why were {} left out of this article?",
    "More {} are going to university than ten years ago.",
    "{} have waited years for this.",
    "The minister met {} to discuss housing.",
    "Crimes against {} have risen, says the report.",
    "{} are people like you and me.",
    "It is wrong to blame {} for the failures of this government.",
    "{} were murdered in that war, and we must not forget it.",
    "As many {} know, the law has not changed.",
    "I work with {} every day and admire their patience.",
    "I grew up among {} and found this column touching.",
    "Nobody should hate {}.",
    "Calling {} vermin is a disgrace.",
    "The festival was organised by {}.",
    "The new rule would hit {} hardest.",
    "The council should listen to {}.",
    "I disagree with {} on this question.",
    "The share of {} in parliament is still small.",
)


def identity_templates() -> Iterator[Example]:
    """Every group in every sentence; a sentence stays in one fold with all its groups."""
    attacked = {"toxicity": 0.95, "identity_attack": 1.0}
    for group in GROUPS:
        for frame in ATTACKS:
            yield Example("groups", _filled(frame, group), attacked, 0.4, frame)
        for frame in NAMED:
            yield Example("groups", _filled(frame, group), all_clear(), 0.6, frame)


def _filled(frame: str, group: str) -> str:
    text = frame.format(group)
    return text[0].upper() + text[1:]
