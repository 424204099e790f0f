"""What a policy says of one section or of one article: what may stand there, and what it is."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from rejoinder.errors import N_
from rejoinder.moderation.policy.schema import PLACED_TABLES, TABLES
from rejoinder.moderation.setting import Difference, InvalidSetting, Path, Policy, Table

# The tables above them: [sections.Sport.topic], [articles."harbour-bridge"].
PLACE_KEYS: Final = ("sections", "articles")
# The FAQ tells of each.
MOST_PLACES: Final = 200
# As an article's section may be, and as its slug and the newsroom's own ids are.
LONGEST_NAMES: Final[Mapping[str, int]] = {"sections": 60, "articles": 200}

_TABLE_OF: Final[Mapping[Path, Table[Any]]] = {
    (*table.path, key): table for table in TABLES for key in table.settings
}


def named_problem(kind: str, name: str, *, again: bool) -> InvalidSetting | None:
    """What is wrong with the name of a section or of an article, if anything is."""
    if not name.strip() or len(name) > LONGEST_NAMES[kind] or not name.isprintable():
        return InvalidSetting(N_("That cannot be the name of a section or of an article."))
    if again:
        return InvalidSetting(N_("This is here already; a section is the same in any capitals."))
    return None


def place_problem(path: Path) -> InvalidSetting | None:
    """Why a setting cannot differ from one section or article to another; None where it can."""
    if _TABLE_OF[path] in PLACED_TABLES:
        return None
    return InvalidSetting(N_("This is the same everywhere: write it above the sections."))


def differ_only_in(before: Policy, after: Policy, sections: Collection[str]) -> bool:
    """Whether two policies are the same everywhere but in these sections, in whatever capitals."""
    theirs = {each.casefold() for each in sections}

    def elsewhere(policy: Policy) -> list[Difference]:
        return [each for each in policy.differences if each.section.casefold() not in theirs]

    return before.values == after.values and elsewhere(before) == elsewhere(after)


def difference_from(where: tuple[str, str], values: Mapping[Path, Any]) -> Difference:
    """What differs there, of settings by their whole keys."""
    kind, name = where
    told: dict[Table[Any], dict[str, Any]] = {}
    for path, value in values.items():
        table = _TABLE_OF[path]
        if table in PLACED_TABLES:
            told.setdefault(table, {})[str(path[-1])] = value
    if kind == "sections":
        return Difference(told, section=name)
    return Difference(told, article=name)
