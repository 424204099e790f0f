"""What is sexually explicit: no set labels it, so words say it, and sentences of our own.

A text with two different words from the published list of sexual acts and parts is called
explicit, one with none is not; with a single one nothing is said, since most of them are oaths.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from training.data.examples import Example, all_clear, read_table

HEAD = "sexually_explicit"

_OATHS = """
    arse ass asses asshole assholes asshat asswipe badass bastard bitch bitches bitchy bloody
    bollocks bugger bullshit cock cocky cunt cunts damn dick dickhead dicks douche douchebag
    dumbass fuck fucked fucker fuckers fuckin fucking fucks jackass jerk knob motherfucker
    motherfuckers motherfucking prick pricks pussies pussy sack screw screwed smartass suck sucked
    sucker sucks tit tosser twat twats wank wanker wankers whore whores slut sluts hoe hoes hooker
    screwing
"""
OATHS = frozenset(_OATHS.split())
"""Listed as sexual, but mostly said in anger."""

LABELLED = frozenset(("jigsaw", "jigsaw_plain", "gab", "toxic_spans", "hatexplain", "edos"))
"""The sets whose texts are labelled by their words."""


def by_words(examples: Iterable[Example], data: Path) -> Iterator[Example]:
    """The same examples, those of some sets with a label for sexual content."""
    explicit = _pattern(data)
    for found in examples:
        if found.source not in LABELLED or HEAD in found.labels:
            yield found
            continue
        words = {word.lower() for word in explicit.findall(found.text)}
        if len(words) == 1:
            yield found
        else:
            yield replace(found, labels={**found.labels, HEAD: 0.85 if words else 0.0})


def _pattern(data: Path) -> re.Pattern[str]:
    listed = {
        row["text"].lower()
        for row in read_table(data / "profanity_lists" / "surge_profanity_en.csv")
        if row["category_1"].startswith("sexual anatomy") and len(row["text"]) > 3
    }
    words = sorted(re.escape(word) for word in listed - OATHS)
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)


EXPLICIT = (
    "She moaned as he thrust into her, faster and {manner}.",
    "He undressed her {manner} and kissed her naked breasts before they had sex on the {place}.",
    "I want to see you naked on the {place}, touching yourself {manner}.",
    "They made love {manner}, her legs wrapped around him, until she came.",
    "Send me pictures of your naked body, I will be on the {place} waiting {manner}.",
    "I would take you to the {place} and go down on you {manner}.",
    "He slid his hand under her skirt {manner} and felt how wet she was.",
    "Her nipples were hard and he licked them {manner}.",
    "He came inside her on the {place}, groaning {manner}.",
    "Looking for adult fun tonight on the {place}? I am horny and {manner} ready for sex.",
    "She took him in her mouth {manner} while he lay on the {place}.",
    "I was so aroused that I masturbated {manner} on the {place}.",
    "Hot naked girls want to have sex with you {manner}, watch them on the {place}.",
    "Tell me what you would do to me in bed, {manner}, I am taking off my underwear.",
    "He spread her thighs {manner} and entered her from behind on the {place}.",
    "My erection pressed against her and she stroked it {manner}.",
    "Two women undressing each other {manner} on the {place}, kissing and fingering.",
    "I bet you are great in bed, come and ride me on the {place} {manner}.",
    "We had oral sex on the {place} and then she climbed on top {manner}.",
    "She begged him to spank her bare bottom and make her orgasm {manner}.",
    "His penis was hard, and she guided it {manner} into her vagina.",
    "Nice boobs, I would love to squeeze them {manner} on the {place}.",
    "The porn clip shows a threesome on the {place}, everyone climaxing {manner}.",
    "I imagine you naked every night and touch myself {manner}.",
)
MANNERS = ("slowly", "wildly", "gently", "all night", "hard", "eagerly", "with a gasp", "again")
PLACES = ("bed", "sofa", "kitchen table", "beach", "back seat", "floor", "webcam", "carpet")

DECENT = (
    "The {body} wants better sex education in the schools of the {town}.",
    "The {body} reported more cases of sexual abuse in the {town} than last year.",
    "Doctors from the {body} advise women over fifty to have their breasts screened.",
    "A man was charged with rape after an investigation by the {body} in the {town}.",
    "The play has a nude scene, and the {body} in the {town} did not mind.",
    "Same-sex couples in the {town} may now marry, says the {body}.",
    "She breast-fed her child on the bench and the {body} asked her to leave; shame on the {town}.",
    "The {body} says that condoms will be free in the {town}.",
    "The minister's affair is his own business, not that of the {body} or the {town}.",
    "I kissed my wife goodbye at the station of the {town} and wrote to the {body}.",
    "The report of the {body} on sexual harassment at work should shake the {town}.",
    "The museum in the {town} shows marble nudes, and the {body} paid for them.",
    "Gender and sex are different things, as the {body} in the {town} explained.",
    "The film about love and jealousy that the {body} of the {town} showed was beautiful.",
    "Prostate cancer killed my father; the {body} in the {town} did all it could.",
    "Teenagers in the {town} should be taught about consent, says the {body}.",
    "The swimmers undressed in the new changing rooms that the {body} gave the {town}.",
    "He stroked the cat on his bed and thought of the {body} and of the {town}.",
    "The {body} in the {town} wants to ban pornography on phones at school.",
    "Hot, wet and hard: that was the summer for the farmers near the {town}, says the {body}.",
)
BODIES = ("council", "health board", "police", "charity", "hospital", "union", "committee")
TOWNS = ("town", "county", "capital", "valley", "north")


def sexual() -> Iterator[Example]:
    """Every explicit sentence and every decent one, some of their fillings."""
    shown = {HEAD: 1.0}
    pairs = list(itertools.product(MANNERS, PLACES))
    for number, frame in enumerate(EXPLICIT):
        for manner, place in pairs[number % 3 :: 3]:
            yield Example("sexual", frame.format(manner=manner, place=place), shown, 0.5, frame)
    for frame in DECENT:
        for body, town in itertools.product(BODIES, TOWNS):
            text = frame.format(body=body, town=town)
            yield Example("sexual", text, {**all_clear(), "toxicity": 0.05}, 0.3, frame)
