"""Links, numbers and pictures that mean no harm: without them a link alone looks like spam."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator

from training.data.examples import Example, all_clear

LINKED = (
    "{}",
    "Source: {}",
    "Here is the report: {}",
    "The figures are at {}",
    "See {} for the full judgment.",
    "As I wrote under your last article, {} explains it better.",
    "The council's own page says otherwise: {}",
    "For those who ask, the study is here: {} and it is short.",
    "{} has the timetable, I checked it this morning.",
    "That is not what he said. The recording is at {}",
    "Wikipedia has a good summary, {}",
    "You can sign the petition at {}, I have.",
    "Compare this with {} please.",
    "There is a map on {} that shows the flooded streets.",
)
HOSTS = (
    "https://www.{}.gov.uk/report.pdf",
    "https://{}.org/2024/05/figures",
    "http://www.{}.com/news/article-4411",
    "www.{}.org",
    "https://en.wikipedia.org/wiki/{}",
    "https://{}.ac.uk/?q=1&page=2",
    "https://www.youtube.com/watch?v={}",
    "https://example.com/{}",
)
NAMES = ("harbour", "transport", "statistics", "parliament", "elswyn", "museum", "court", "health")
NUMBERS = (
    "1234567890", "1, 2, 3", "10/10", "3-0", "42", "2019: 4.1%, 2023: 6.7%", "£2,400", "100 %",
    "1984", "12.30 to 14.00", "5 + 5 = 10", "Page 7, line 12.", "0800 hours", "7 out of 10",
)  # fmt: skip
SIGNS = (
    "👍", "👏", "❤️", "😂", "🙏", "😢", "🎉", "😍", "🌻", "🐶", "🐱", "☀️", "⚽", "🎂", "😊",
    "🙈", "🙉", "🙊", "🤔", "😮", "🌍", "🚲", "🍰", "🎶", "💙", "👍🏽", "👏🏿", "😀", "😅", "🏆",
)  # fmt: skip
POINTS = ("…", "...", "?", "!", "?!", "!!!", "—", "….…!?!?", "-", ":)", ":-)", "^^", "<3", "(!)")


def innocent_signs(seed: int) -> Iterator[Example]:
    """Comments of links, figures, pictures and points: nothing is said against any of them."""
    draw = random.Random(seed)
    for frame, host in itertools.product(LINKED, HOSTS):
        link = host.format(draw.choice(NAMES))
        yield Example("signs", frame.format(link), all_clear(), 0.6, frame)
    for number in NUMBERS:
        yield Example("signs", number, all_clear(), 1.0)
    for sign in SIGNS:
        yield Example("signs", sign, all_clear(), 1.0)
        yield Example("signs", sign * 3, all_clear(), 0.5, sign)
    for count in (2, 3, 4, 5):
        for _ in range(40):
            yield Example("signs", "".join(draw.sample(SIGNS, count)), all_clear(), 0.5)
    for point in POINTS:
        yield Example("signs", point, all_clear(), 1.0)
