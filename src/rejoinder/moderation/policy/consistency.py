"""Settings that cannot both be meant. Only `reading` asks, once each of them is well formed."""

from collections.abc import Iterator

from rejoinder.errors import N_
from rejoinder.moderation.policy.schema import Wrong
from rejoinder.moderation.policy.settings import NEVER, Policy
from rejoinder.moderation.policy.toml_lines import Path

Contradiction = tuple[Path, Path, Wrong]
"""The two keys, and what is wrong between them."""


def contradictions(policy: Policy) -> Iterator[Contradiction]:
    """Every pair of settings of which one makes nonsense of the other."""
    yield from _disordered(policy)
    yield from _thresholds(policy)
    yield from _listed_twice(policy)


def _disordered(policy: Policy) -> Iterator[Contradiction]:
    length, links, standing = policy.length, policy.links, policy.standing
    if length.minimum > length.maximum:
        yield (
            ("length", "minimum"),
            ("length", "maximum"),
            Wrong(
                N_("The longest comment (%(most)s) is shorter than the shortest (%(least)s)."),
                most=length.maximum,
                least=length.minimum,
            ),
        )
    if links.allowed_for_new > links.allowed:
        yield (
            ("links", "allowed"),
            ("links", "allowed_for_new"),
            Wrong(
                N_("New authors may set more links (%(new)s) than the others (%(all)s)."),
                new=links.allowed_for_new,
                all=links.allowed,
            ),
        )
    if standing.known_after > standing.trusted_after:
        yield (
            ("standing", "trusted_after"),
            ("standing", "known_after"),
            Wrong(
                N_("Authors are trusted (after %(trusted)s) before they are known (%(known)s)."),
                trusted=standing.trusted_after,
                known=standing.known_after,
            ),
        )


def _thresholds(policy: Policy) -> Iterator[Contradiction]:
    for attribute, limits in policy.abuse.items():
        if limits.decline < limits.hold:
            yield (
                ("abuse", attribute, "hold"),
                ("abuse", attribute, "decline"),
                Wrong(
                    N_("Declining begins (%(decline)s) before holding does (%(hold)s)."),
                    decline=limits.decline,
                    hold="never" if limits.hold == NEVER else limits.hold,
                ),
            )
    if policy.topic.decline_below > policy.topic.hold_below:
        yield (
            ("topic", "hold_below"),
            ("topic", "decline_below"),
            Wrong(
                N_("Declining begins (%(decline)s) before holding does (%(hold)s)."),
                decline=policy.topic.decline_below,
                hold=policy.topic.hold_below,
            ),
        )


def _listed_twice(policy: Policy) -> Iterator[Contradiction]:
    lists = {
        "banned": policy.words.banned,
        "watched": policy.words.watched,
        "allowed": policy.words.allowed,
    }
    first_in: dict[str, str] = {}
    for name, entries in lists.items():
        for place, entry in enumerate(entries):
            first = first_in.setdefault(entry.casefold(), name)
            if first != name:
                yield (
                    ("words", first),
                    ("words", name, place),
                    Wrong(
                        N_("“%(entry)s” is already in the list “%(other)s”."),
                        entry=entry,
                        other=first,
                    ),
                )
