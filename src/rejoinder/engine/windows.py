"""Cuts a text into the windows that are read one by one, and these into segments.

A comment is as abusive as its worst segment, so every window is read, however many there are, and
the network answers for each of its segments: the window, a few sentences of it, every sentence.
What is said of many together is no more than a mean, and civil words thin it.
"""

import re
from bisect import bisect_left, bisect_right

from rejoinder.engine.folding import Folded
from rejoinder.engine.tokens import Tokens

# Neighbouring tokens: the place of the first, and that after the last.
Segment = tuple[int, int]

# Tokens read at once, between the two of the tokenizer; a comment of 50 words has about 60.
WINDOW_TOKENS = 78

# Tokens of one text that are read. 20,000 characters of some languages, or of emoji, come to more:
# what is beyond is left unread, and said to be.
MAX_TOKENS = 12_000

# Tokens that neighbouring sentences have at most which are answered for together: what two short
# sentences say may be a threat that neither is, and an advert or a farewell takes three.
TOGETHER = (48, 24)

# Sentences that come to so many tokens in all are not told apart: "I. Will. Find. You."
SHORTEST = 5

# A sentence that is longer than a window is cut between tokens, and the next begins so
# many tokens earlier: what is said across the cut is seen in one piece.
_OVERLAP = 12

# Of a run of signs nothing is tried twice: a text of nothing else takes no longer than another.
_SENTENCE_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’)\]]*+(?=\s)|\n")

# Who is angry leaves out spaces or signs. A sentence also begins right after a sign, or with one of
# these words though no sign stands before it: if it has a capital letter.
_BEGINNING = re.compile(
    r"(?<=[a-z0-9][.!?…])(?=[a-z][a-z])|"
    r"(?<=[^\s.!?…,;:'\"“”‘’(\[—–-])\s(?=(?:a(?:fter|nd|re|s|t)|b(?:efore|ut|y)|c(?:an|ould)|d(?:id|o|oes)|"
    r"ever(?:y|yone)|f(?:or|rom)|good|great|ha(?:d|s|ve)|h(?:e|er|ere|is|ow)|i(?:f|n|s|t|ts)|just|last|"
    r"let|ma(?:ny|y|ybe)|most|my|next|no(?:body|t|w)?|o(?:f|n|ne|ur)|perhaps|please|same|s(?:he|ince|o|ome)|"
    r"still|th(?:ank|anks|at|e|eir|en|ere|ese|ey|is|ose|ough)|to|until|w(?:as|e|ell|ere|hat|hen|here|hich|"
    r"hile|ho|hy|ith|ould)|y(?:es|ou|our))\s)"
)


def sentence_ends(text: str, folded: Folded, tokens: Tokens) -> list[int]:
    """The after-last token of each sentence of a text as given, as far as it is read."""
    count = min(len(tokens.ids), MAX_TOKENS)
    starts = [start for start, _ in tokens.offsets[:count]]
    places = [match.end() for match in _SENTENCE_END.finditer(folded.text)]
    begun = (match.end() for match in _BEGINNING.finditer(folded.text))
    places += [place for place in begun if _is_capitalised(text, folded, place)]
    ends = {bisect_left(starts, place) for place in places}
    return sorted((ends | {count}) - {0})


def _is_capitalised(text: str, folded: Folded, place: int) -> bool:
    """Whether the folded text's word there was given with a capital and small letters."""
    first, second = folded.starts[place], folded.starts[place + 1]
    return text[first].isupper() and text[second].islower()


def cut(text: str, folded: Folded, tokens: Tokens) -> list[tuple[Segment, tuple[Segment, ...]]]:
    """Each window of a text as given, in order, with its segments as places in the window."""
    ends = sentence_ends(text, folded, tokens)
    return [(window, segments(window, ends)) for window in windows(ends)]


def windows(ends: list[int]) -> list[Segment]:
    """The windows of a text, in order."""
    return _packed(0, ends, WINDOW_TOKENS)


def segments(window: Segment, ends: list[int]) -> tuple[Segment, ...]:
    """The segments of a window, as places in it: the whole, neighbours, and every sentence."""
    start, after = window
    within = ends[bisect_right(ends, start) : bisect_right(ends, after)]
    sentences = _packed(start, within, SHORTEST)
    neighbours = (each for size in TOGETHER for each in _neighbours(sentences, size))
    found = dict.fromkeys([window, *neighbours, *sentences])
    return tuple((begin - start, end - start) for begin, end in found)


def _neighbours(sentences: list[Segment], size: int) -> list[Segment]:
    """From each sentence on as many as so many tokens hold; none that is within one before it."""
    found: list[Segment] = []
    for place, (start, own) in enumerate(sentences):
        after = max((end for _, end in sentences[place:] if end - start <= size), default=own)
        if after > own and (not found or after > found[-1][1]):
            found.append((start, after))
    return found


def _packed(start: int, ends: list[int], size: int) -> list[Segment]:
    """As many neighbouring sentences together as so many tokens hold."""
    found: list[Segment] = []
    for after in ends:
        begin = found.pop()[0] if found and after - found[-1][0] <= size else start
        start = after
        while after - begin > WINDOW_TOKENS:
            found.append((begin, begin + WINDOW_TOKENS))
            begin += WINDOW_TOKENS - _OVERLAP
        found.append((begin, after))
    return found
