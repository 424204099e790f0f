"""Honest words that hold a rude one ("assessment"): without them, pieces of words accuse them."""

from __future__ import annotations

from collections.abc import Iterator

from training.data.examples import Example, all_clear

WORDS = (
    "assessment", "assassination", "assembly", "assignment", "assistant", "associate",
    "assumption", "assurance", "class", "classic", "glass", "grass", "mass", "passage", "passport",
    "compass", "embassy", "brass", "bass", "harass", "ambassador", "cockpit", "cocktail",
    "peacock", "Hancock", "Babcock", "Hitchcock", "cockatoo", "shuttlecock", "cockle", "Essex",
    "Sussex", "Middlesex", "sextant", "sexton", "Scunthorpe", "Penistone", "Clitheroe",
    "Cockermouth", "Shitterton", "shiitake", "Matsushita", "analysis", "analyst", "canal", "banal",
    "title", "constitution", "institution", "competition", "petition", "Titus", "titration",
    "document", "cucumber", "circumstance", "accumulate", "vacuum", "Cumbria", "Cumberland",
    "raccoon", "tycoon", "cocoon", "Dickens", "Dickinson", "Dixon", "dictionary", "predicament",
    "therapist", "grape", "drape", "scrape", "Budapest", "snigger", "Niger", "Nigeria", "niggle",
    "retardant", "spice", "spick and span", "auspices", "chink of light", "hoe", "shoe", "homage",
    "Homer", "homogeneous", "thespian", "Lesbos", "buttress", "butter", "button", "rebuttal",
    "arsenal", "arsenic", "parsec", "catarrh", "crapshoot", "scrap", "scrapbook", "hello", "shell",
    "Michelle", "damnation", "Amsterdam", "damsel", "Rotterdam", "amassed", "idiom",
    "idiosyncratic", "stupendous", "moratorium", "oxymoron", "killjoy", "skill", "painkiller",
    "Killarney", "Murdoch", "diet", "studied", "soldier", "pussycat", "pussy willow", "manuscript",
    "Uranus", "Janus", "penal", "peninsula", "pencil", "Tesco",
)  # fmt: skip

FRAMES = (
    "{}",
    "I read about the {} yesterday.",
    "What does {} have to do with it?",
    "The {} was mentioned in the second paragraph.",
    "Nobody from {} was asked.",
    "In my view the {} is the best part of the story.",
    "{} and {} are both in the report.",
    "Our club went to see the {} last week.",
    "A word about the {}: it was built in 1911.",
    "Is that {} or {}?",
)


def innocent_words() -> Iterator[Example]:
    """Every word in every sentence, in twos where the sentence holds two."""
    for frame in FRAMES:
        for word, other in zip(WORDS, WORDS[1:] + WORDS[:1], strict=True):
            yield Example("innocent", frame.format(word, other), all_clear(), 0.4, frame)
