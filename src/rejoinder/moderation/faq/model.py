"""What the FAQ is made of, and the facts that it needs beside the policy."""

from dataclasses import dataclass

from rejoinder.moderation.model import Paragraph


@dataclass(frozen=True, slots=True)
class FaqFacts:
    """What the FAQ tells that no policy knows. Whoever shows the FAQ gathers it."""

    site_name: str
    language: str
    """The name of the paper's language, as the page should print it."""
    judge_version: str
    """Name and version of the model; "" where no judge is at work."""
    staff_count: int
    record_days: int
    """How far back the record reaches by which an author is known."""
    waiting: int
    """How many comments are held now."""
    waits_measured: int
    """How many of the last week's waits `median_wait_minutes` rests on."""
    median_wait_minutes: float | None


@dataclass(frozen=True, slots=True)
class RuleEntry:
    """One rule in force, explained."""

    rule: str
    title: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class PlaceEntry:
    """The rules that are others in one section, or under one article; one of the two is named."""

    section: str
    article: str
    rules: tuple[RuleEntry, ...]


@dataclass(frozen=True, slots=True)
class FaqSection:
    """One question, with its answer and the rules that belong to it. `id` is its anchor."""

    id: str
    title: str
    paragraphs: tuple[Paragraph, ...]
    rules: tuple[RuleEntry, ...] = ()
    places: tuple[PlaceEntry, ...] = ()
