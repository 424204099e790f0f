"""Sentences of our own where the data sets are thin: threats, insults, and civil disagreement.

Each is made of parts, drawn with a fixed seed; a frame stays in one fold with all its fillings.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator

from training.data.examples import Example, all_clear

THREATS = (
    "I will {harm} you",
    "I'm going to {harm} you",
    "I am coming to {harm} you and your family",
    "I will find you and {harm} you",
    "I know where you live and I will {harm} you",
    "we will come to your house and {harm} you",
    "someone should {harm} you",
    "somebody ought to {harm} him",
    "people like you deserve to be {harmed}",
    "you will be {harmed} if you write that again",
    "I hope you get {harmed}",
    "I hope somebody {harms} your children",
    "I'd love to {harm} that woman",
    "they should all be {harmed}",
    "next time I see you I will {harm} you",
    "watch your back, I will {harm} you",
    "you're dead. I will {harm} you",
    "keep talking and I'll {harm} you",
    "{harm} them all",
    "go {harm} yourself",
    "sleep with one eye open, we are going to {harm} you",
    "one more word and I {harm} you",
    "if I ever meet this writer I will {harm} him",
    "I have a gun and I will {harm} every one of them",
    "they should {harm} every one of these politicians",
    "it is time to {harm} these people",
    "let's {harm} the minister and see how he likes it",
)
HARMS = (
    ("kill", "killed", "kills"),
    ("shoot", "shot", "shoots"),
    ("stab", "stabbed", "stabs"),
    ("hang", "hanged", "hangs"),
    ("beat up", "beaten up", "beats up"),
    ("break the legs of", "broken in two", "breaks the legs of"),
    ("burn", "burned alive", "burns"),
    ("strangle", "strangled", "strangles"),
    ("rape", "raped", "rapes"),
    ("hurt", "hurt", "hurts"),
    ("smash the face of", "smashed to bits", "smashes the face of"),
    ("cut the throat of", "put in the ground", "cuts the throat of"),
    ("bomb", "bombed", "bombs"),
    ("drown", "drowned", "drowns"),
    ("execute", "executed", "executes"),
    ("murder", "murdered", "murders"),
)
BODILY = (
    "I will break your {part}",
    "I'll hunt you down and smash your {part}",
    "I'm going to smash your {part} in",
    "I'll cut off your {part}",
    "I will put a bullet in your {part}",
    "say that again and I will rip out your {part}",
    "wait till I get my hands on your {part}",
    "I'd gladly crack your {part} open",
)
PARTS = (
    "ribs",
    "neck",
    "arms",
    "head",
    "skull",
    "face",
    "teeth",
    "jaw",
    "throat",
    "knees",
    "fingers",
)

# The same words where nobody is threatened.
UNTHREATENING = (
    "This budget will {harm} small shops",
    "Speed {harms} people on that road",
    "The police say he threatened to {harm} her",
    "Nobody should be {harmed} for what they write",
    "In the film the hero tries to {harm} the dragon",
    "The new rules could {harm} tourism in the valley",
    "He was {harmed} in the war, and his letters moved me",
    "My grandfather saw people {harmed} in 1944",
    "I would never {harm} anybody, and neither would you",
    "The striker broke his leg and will miss the final",
    "It broke my heart to read how she was {harmed}",
    "I was dying to see the exhibition, and it killed me that it was sold out",
    "The mayor will find the money, and she will break the deadlock",
    "I will find the article you mention and read it",
    "They shot the series in Lisbon, and the photography is superb",
    "The heat is killing my tomatoes",
)

INSULTS = (
    "You are {a}",
    "You are {a}, and your friends are no better",
    "You're {a}, plain and simple",
    "What {a} you are",
    "Only {a} would write this",
    "The author is {a}",
    "This columnist is {a} and always was",
    "Shut up, you {bare}",
    "Read the article, you {bare}",
    "Typical {bare}",
    "You {bare}s never learn",
    "Another comment by {a}",
)
NAMES = (
    "idiot", "moron", "imbecile", "fool", "cretin", "halfwit", "dimwit", "clown", "liar", "coward",
    "loser", "parasite", "scumbag", "pig", "rat", "snake", "dunce", "simpleton", "hypocrite",
    "nitwit", "lunatic", "ignoramus", "creep", "jerk", "brainless sheep", "pathetic loser",
    "stupid cow", "useless waste of space", "complete moron", "dumb idiot", "disgusting pig",
)  # fmt: skip

CIVIL_OPENINGS = (
    "", "", "", "I disagree.", "I agree.", "Thank you for this.", "Well said.", "Not quite.",
    "Interesting.", "Good article.", "With respect,", "As a teacher,", "As a nurse,",
    "As a reader of many years,", "Sorry, but", "I'm afraid", "Let us be fair:", "To be honest,",
    "Once again", "Speaking as a mother of two,", "As a Muslim teacher,", "As a gay man",
    "As a Jewish reader", "As a disabled pensioner", "As a black father", "As an immigrant",
    "As a trans woman", "As a Christian", "As a lesbian couple", "My wife is Polish, and",
    "My neighbours are Sikhs, and", "I am blind, and",
)  # fmt: skip
CIVIL_MIDDLES = (
    "I was touched by this essay", "I found this piece one-sided",
    "I have lived with this for years", "the minister is wrong about the figures",
    "the prime minister should resign", "this policy has failed and the government knows it",
    "the opposition has no plan either", "the council wasted our money",
    "the headline does not match the story", "the author leaves out the cost",
    "the referee had a poor match", "that was a weak argument",
    "we were promised a bridge and got a ferry", "the president broke his word",
    "that treaty cost the harbour its trade", "I would like to see the source for that",
    "the second paragraph is mistaken", "her speech was a disappointment",
    "his record on housing is poor", "the company should be ashamed of its accounts",
    "they voted against it three times", "the tax falls on the wrong people",
    "nobody asked the nurses", "the trains were late again this morning",
    "it is a scandal that the school has no heating", "this is nonsense, and the numbers show it",
    "the court got this right", "I was at that meeting and it was not like that",
    "I voted for her and I regret it", "the war has gone on too long",
    "you make a fair point about rents", "I do not think you have read the report",
    "we should listen to the farmers", "the mosque and the church raised the money together",
    "our gay son was welcomed there", "women's sport deserves better coverage",
    "the recipe needs more salt", "the film is too long by half an hour",
    "I remember the flood of 1987", "the doctors have been on strike for a month",
)  # fmt: skip
CIVIL_ENDINGS = (
    ".", ".", ".", "!", "?", ", and I say so as a supporter.", ", don't you think?",
    ". What do others think?", ". That is my view.", ". Please correct it.", ". A sad day.",
    ". Thanks to the reporter.", ". I hope they think again.", ". It needs an inquiry.",
)  # fmt: skip
SHORT = (
    "Well said!", "Thank you.", "Thanks for the link.", "Exactly.", "So true.", "Not true.",
    "Why?", "Source?", "Great photo.", "I agree with Anna.", "Hear, hear.", "No.", "Yes.",
    "Nice one.", "Lovely piece.", "What a goal!", "Rest in peace.", "How sad.", "Congratulations!",
    "Wrong.", "I doubt it.", "Good.", "Happy birthday!", "See my reply above.", "Me too.",
    "Fair enough.", "You are right.", "You are wrong.", "👍", "👍👍", "❤️", "😂", "🙏",
    "👏👏👏", "...", "?", "!", "Ha!", "Indeed", "First", "+1", "Same here", "Good luck to them.",
    "Brilliant.", "Terrible news.", "This is awful.", "What a mess.", "I love this.",
    "Who wrote this?", "Boring.", "Bravo!", "Seriously?", "You must be joking.", "Oh dear.",
    "Hello",
)  # fmt: skip


# Strong words about things: nobody is abused.
CROSS = (
    "I hate {}.", "The damn {} again.", "What the hell happened to {}?", "I am sick of {}.",
    "To hell with {}.", "Stupid {}!", "{} are rubbish and always were.", "{} suck.",
    "Kill {} now and save the money.", "I can't stand {}.", "Damn, I forgot about {}.",
    "{} are a bloody nuisance.", "{} are ugly, dirty and expensive.", "Get rid of {}.",
    "Honestly, {} are a pain in the neck.", "{} are killing this town.", "{} make me sick.",
)  # fmt: skip
THINGS = (
    "the trains", "parking meters", "potholes", "these adverts", "wet mornings", "the new buses",
    "speed bumps", "plastic bags", "leaf blowers", "long queues", "the pigeons", "wind turbines",
    "cheap cigarettes", "weeds", "call centres", "the printers at work", "school reports",
)  # fmt: skip


def templates(seed: int) -> Iterator[Example]:
    """Every sentence of our own, labelled."""
    draw = random.Random(seed)
    yield from _threats()
    yield from _insults()
    civil = itertools.product(CIVIL_OPENINGS, CIVIL_MIDDLES, CIVIL_ENDINGS)
    for opening, middle, ending in draw.sample(list(civil), 2500):
        yield _civil(f"{opening} {middle}{ending}".strip(), middle)
    cross = dict.fromkeys(("toxicity", "insult", "identity_attack", "threat"), 0.05)
    for frame, thing in itertools.product(CROSS, THINGS):
        yield Example("templates", _capital(frame.format(thing)), cross, 0.5, frame)
    for text in SHORT:
        for form in dict.fromkeys((text, text.lower(), text.upper(), text.rstrip(".!"))):
            yield _civil(form, text, 1.5)


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _civil(text: str, group: str, weight: float = 0.5) -> Example:
    return Example("templates", text, all_clear(), weight, group)


def _threats() -> Iterator[Example]:
    labels = {"toxicity": 1.0, "threat": 1.0}
    for frame in THREATS:
        for harm, harmed, harms in HARMS:
            text = frame.format(harm=harm, harmed=harmed, harms=harms)
            yield Example("templates", text, labels, 0.5, frame)
    for frame, part in itertools.product(BODILY, PARTS):
        yield Example("templates", frame.format(part=part) + ".", labels, 0.5, frame)
    for frame in UNTHREATENING:
        for harm, harmed, harms in HARMS:
            text = frame.format(harm=harm, harmed=harmed, harms=harms)
            yield _civil(text + ".", frame)


def _insults() -> Iterator[Example]:
    labels = {"toxicity": 1.0, "insult": 1.0, "threat": 0.0}
    for frame, name in itertools.product(INSULTS, NAMES):
        article = "an" if name[0] in "aeiou" else "a"
        text = frame.format(a=f"{article} {name}", bare=name)
        yield Example("templates", text + ".", labels, 0.4, frame)
