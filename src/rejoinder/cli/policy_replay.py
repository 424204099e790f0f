"""The figures of a replay as lines, for whoever tries a policy on the command line."""

from collections.abc import Iterator

from rejoinder.moderation.model import Outcome
from rejoinder.moderation.workbench.figures import Figures, Share

_NAMES = {Outcome.PUBLISH: "posted", Outcome.HOLD: "held", Outcome.DECLINE: "declined"}


def lines_of(figures: Figures) -> Iterator[str]:
    """What was and what would be, what changes, and how people decided."""
    yield f"{figures.comments} comments, of which {figures.unjudged} had no answer of the judge."
    yield f"{'':<10}{'was':>9}{'would be':>10}"
    for outcome, name in _NAMES.items():
        yield f"{name:<10}{figures.was(outcome):>9}{figures.becomes(outcome):>10}"
    yield f"Changed: {figures.moved}."
    for move, count in sorted(figures.moves.items(), key=lambda each: -each[1]):
        was, becomes = (Outcome(each) for each in move.split())
        if was is not becomes:
            yield f"  {_NAMES[was]} before, {_NAMES[becomes]} now: {count}"
    if figures.days:
        days = len(figures.days)
        old = sum(each.held_was for each in figures.days) / days
        new = sum(each.held_becomes for each in figures.days) / days
        yield f"Held each day: {old:.1f} before, {new:.1f} now."
    for name, share in (("precision", figures.precision), ("recall", figures.recall)):
        before, now = share(before=True), share(before=False)
        if before.whole or now.whole:
            yield f"Against people, {name}: {_in_words(before)} before, {_in_words(now)} now."


def _in_words(share: Share) -> str:
    low, high = share.interval
    return f"{share.value:.2f} ({low:.2f} to {high:.2f}, of {share.whole})"
