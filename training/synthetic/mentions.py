"""People, countries and faiths that are only named: by a word, a flag, a greeting or a slogan.

The sets name them mostly where they are attacked, so that a bare name looked like an attack.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from training.data.examples import Example, all_clear
from training.synthetic.groups import KINDS, slots
from training.synthetic.style import filled

WEIGHT = 0.6
EACH = 14
"""Fillings of a frame."""

_FRAMES = """
{X}
{X}.
{one}
{adj}
{X}?
{X} and {Y}
{X}, {Y}, everybody
{adj} people
{adj} flag
{adj} food
{adj} history
{adj} families
{adj} here.
{a} here.
{a} myself.
Proud {one}.
Proud to be {adj}.
My {adj} neighbours.
The {adj} community.
{adj} voters
About {X}: see the second paragraph.
What do {X} say?
Ask {X}.
And {X}?
Equal rights for {X}.
Rights for {X}!
Solidarity with {X}.
We stand with {X}.
I stand with {X} and {Y}.
{X} too.
{X} belong here.
Freedom for {X}
Thank you, {X}.
Love to all {X}.
Peace for {X} and {Y}
As {a} I found this column moving.
As {a} I agree.
Speaking as {a}: well said.
Both {X} and {Y} read this paper.
My {adj} friends liked this.
More {adj} writers, please."""

_SLOGANS = (
    "Black Lives Matter", "black lives matter", "#BLM", "Free Palestine", "Free Ukraine",
    "Slava Ukraini",
    "Free Tibet", "Free Iran", "Women, life, freedom", "Am Yisrael Chai", "Bring them home",
    "Eid Mubarak",
    "Happy Eid!", "Ramadan Kareem", "Happy Hanukkah", "Shabbat shalom", "Merry Christmas",
    "Happy Diwali",
    "Happy Pride!", "Pride month", "Trans rights are human rights", "Trans rights!",
    "Love is love",
    "Gay marriage", "Same-sex marriage", "Women's rights", "Girls' school", "Votes for women",
    "Refugees welcome", "No human is illegal", "Land back", "Never again", "Stop Asian hate",
    "Ceasefire now", "Peace in Gaza", "Israel and Palestine", "The Holocaust", "Islam", "Judaism",
    "Christianity", "the Quran", "the Torah", "the Bible", "Mosque", "Synagogue", "Church",
    "Hijab",
    "Immigration", "Asylum", "Disability rights", "Deaf awareness week",
    "International Women's Day",
)  # fmt: skip

_PICTURES = (
    "🇵🇸", "🇮🇱", "🇺🇦", "🇷🇺", "🇳🇬", "🇵🇰", "🇮🇳", "🇨🇳", "🇮🇷", "🇸🇾", "🇹🇷", "🇲🇽", "🇵🇱", "🇺🇸",
    "🇬🇧", "🇩🇪", "🇫🇷", "🇪🇺",
    "🏳️‍🌈", "🏳️‍⚧️", "✡️", "🕎", "☪️", "🕌", "✝️", "⛪", "🕉️", "🧕", "👳", "👩🏿", "👨🏿",
    "👩🏽", "👩", "👨", "👵", "👴",
    "♿", "🧏", "👬", "👭", "👨‍👩‍👧", "👍🏿", "👏🏾", "🙏🏽", "✊🏿", "🤷🏾‍♀️", "👋🏽", "💪🏿",
)  # fmt: skip
_BESIDE = ("", " ❤️", " 🙏", " 👏", " 🏆", "🕊️", " 👍", " 😊", " = ❤️", " 😂", " ⚽", " 🎉", "{}{}")
_SAID = (
    "Free {}", "Go {}!", "Love from {}", "{} here", "I stand with {}", "Greetings from {}",
    "Well done {}",
    "{} and {}", "Come on {}",
)  # fmt: skip


def mentions(seed: int) -> Iterator[Example]:
    """Every mention once, in a frame's own fold; the same ones for the same seed."""
    draw = random.Random(seed)
    seen: set[str] = set()
    for frame, text in (*_named(draw), *_waved(draw)):
        if text not in seen:
            seen.add(text)
            yield Example("mentions", text, all_clear(), WEIGHT, frame)


def _named(draw: random.Random) -> Iterator[tuple[str, str]]:
    for frame in _FRAMES.strip().splitlines():
        for kind in draw.sample(KINDS, EACH):
            text = filled(frame, {**slots(kind), "Y": draw.choice(KINDS).many})
            yield frame, text.lower() if draw.random() < 0.3 else text
    for slogan in _SLOGANS:
        yield slogan, slogan


def _waved(draw: random.Random) -> Iterator[tuple[str, str]]:
    for picture in _PICTURES:
        for beside in draw.sample(_BESIDE, 6):
            yield beside or "picture", (picture * 2 if "{" in beside else picture + beside)
        said = draw.choice(_SAID)
        yield said, said.format(picture, draw.choice(_PICTURES))
