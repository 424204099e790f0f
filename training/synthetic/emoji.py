"""Our own sentences with pictures in the place of words, on both sides: 🐀 for rats, 👩 for women.

Who is meant, what is said of them and how the writer feels may each be a picture; a sentence about
nobody, or a kind one, gets them as well, so that pictures by themselves decide nothing.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from training.data.examples import Example

WEIGHT = 0.5

SHARE = 0.55
"""Of the sentences that have a word with a picture."""

_PEOPLE = {
    "women": "👩 👩‍🦰 🚺", "woman": "👩 👩‍🦱", "men": "👨 🚹", "girls": "👧",
    "gay people": "🏳️‍🌈 👬 👨‍❤️‍👨",
    "gay men": "👬 👨‍❤️‍💋‍👨", "gays": "🏳️‍🌈 👬", "lesbians": "👭 👩‍❤️‍👩", "trans people": "🏳️‍⚧️",
    "trans women": "🏳️‍⚧️👩", "queer people": "🏳️‍🌈", "homosexuals": "👬 🏳️‍🌈", "bisexuals": "🏳️‍🌈",
    "Muslims": "🕌 🧕 👳 ☪️", "Muslim women": "🧕", "Muslim": "☪️ 🕌", "Jews": "✡️ 🕎 🇮🇱",
    "Jewish": "✡️", "Jew": "✡️", "Christians": "✝️ ⛪", "Hindus": "🕉️ 🇮🇳", "Sikhs": "👳🏽‍♂️",
    "Black people": "👨🏿 👩🏿 👧🏿", "black men": "👨🏿", "black women": "👩🏿 👩🏾",
    "Black person": "👨🏿",
    "people of colour": "👩🏾👨🏾", "white people": "👨🏻 👱🏻", "disabled people": "♿ 🧑‍🦽",
    "the disabled": "♿ 🧑‍🦼", "wheelchair users": "🧑‍🦽 ♿", "blind people": "🧑‍🦯",
    "deaf people": "🧏",
    "Chinese people": "🇨🇳 🇨🇳 people", "Mexicans": "🇲🇽", "Poles": "🇵🇱", "Pakistanis": "🇵🇰",
    "Indians": "🇮🇳", "Turks": "🇹🇷", "Syrians": "🇸🇾", "Nigerians": "🇳🇬", "Somalis": "🇸🇴",
    "Romanians": "🇷🇴", "Russians": "🇷🇺", "Ukrainians": "🇺🇦", "Palestinians": "🇵🇸",
    "Israelis": "🇮🇱",
    "Arabs": "🇸🇦 👳", "Africans": "🌍👨🏿", "old people": "👴 👵", "pensioners": "👴👵",
    "politicians": "🤵", "football fans": "⚽ fans", "vegans": "🥦 people", "cyclists": "🚴",
    "smokers": "🚬 people", "hunters": "🏹 people",
}  # fmt: skip
_WORDS = {
    "rats": "🐀 🐀🐀", "rat": "🐀", "pigs": "🐖 🐷", "apes": "🦍 🐒", "animals": "🐒 🐕 🐄",
    "cockroaches": "🪳", "insects": "🪳 🐜", "leeches": "🪱", "snakes": "🐍", "vermin": "🐀 🪳",
    "monkeys": "🐒", "dogs": "🐕", "filth": "💩", "garbage": "🗑️ 🚮", "scum": "💩", "shit": "💩",
    "trash": "🗑️", "kill": "🔪 🔫", "shoot": "🔫", "shot": "🔫", "bullet": "🔫", "fire": "🔥",
    "burn": "🔥", "hang": "🪢", "bomb": "💣", "hate": "😡 🤬", "loathe": "🤮", "despise": "🤮 😡",
    "disgust": "🤢 🤮", "sick": "🤢 🤮", "stink": "🤢💨", "vomit": "🤮", "clowns": "🤡",
    "love": "❤️ 💕",
    "admire": "😍", "proud": "🥳", "wonderful": "🌟", "welcome": "🤗", "plague": "🦠",
    "disease": "🦠",
    "cancer": "🦠", "stupid": "🧠❌", "thieves": "🦹", "liars": "🤥", "fuck": "🖕", "Fuck": "🖕",
    "home": "🏠", "house": "🏠", "bus": "🚌", "soup": "🍲", "bakery": "🥐", "train": "🚆",
}  # fmt: skip

_ATTACKS = ("😡", "🤮", "🤢", "🔪", "🖕", "💩", "👎", "🤬", "🔫", "😂", "")
_REST = ("😊", "❤️", "👍", "🙏", "😢", "🤷", "😂", "👏", "😡", "🤮", "")
"""A kind sentence may end in anger at somebody else: the last two are in both."""

_PICTURED = re.compile(
    r"\b(" + "|".join(sorted(map(re.escape, {**_PEOPLE, **_WORDS}), key=len, reverse=True)) + r")\b"
)


def pictured(sentences: list[tuple[str, Example]], seed: int) -> Iterator[tuple[str, Example]]:
    """Some of the labelled sentences again, with pictures; each stays in its frame's fold."""
    draw = random.Random(seed)
    for name, example in sentences:
        if draw.random() > SHARE or not _PICTURED.search(example.text):
            continue
        text = _PICTURED.sub(lambda found: _drawn(found[1], draw), example.text)
        if draw.random() < 0.35:
            text = f"{text} {draw.choice(_ATTACKS if name[0] == 'h' else _REST)}".strip()
        if text != example.text:
            labels = dict(example.labels)
            yield name, Example("pictures", text, labels, WEIGHT, example.group)


def _drawn(word: str, draw: random.Random) -> str:
    """A word's picture, in place of the word or, now and then, beside it."""
    kind = _PEOPLE.get(word) or _WORDS[word]
    picture = draw.choice(
        kind.split(" ") if " people" not in kind and " fans" not in kind else [kind]
    )
    dice = draw.random()
    if dice < 0.6:
        return picture
    return word if dice < 0.8 else f"{word} {picture}"
