"""The checks that every comment passes, in their order. Only `policy` runs them."""

from rejoinder.moderation.rules import judged, links, mode, repetition, shape, standing, words
from rejoinder.moderation.rules.check import Check as Check

CHECKS: tuple[Check, ...] = (
    *shape.CHECKS,
    *words.CHECKS,
    *links.CHECKS,
    *repetition.CHECKS,
    *standing.CHECKS,
    *judged.CHECKS,
    *mode.CHECKS,
)
"""Of findings equally strict, the one that comes first here is the one told first."""
