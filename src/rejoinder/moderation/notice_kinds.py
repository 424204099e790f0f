"""What somebody can give notice of as against the law, in words and in the law's. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from rejoinder.errors import N_
from rejoinder.moderation.statements import Category, Keyword, Kind

# Whoever gives notice of such a thing need not say who they are (Article 16(2)(c)).
CHILD_ABUSE: Final = "child-abuse"


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """One kind of what the law forbids."""

    choice: str
    """A msgid: as it is chosen, and as the desk reads it."""
    kind: Kind


# By the ids that notices are stored with, in the order of the form.
NOTICE_KINDS: Final[Mapping[str, NoticeKind]] = {
    "hate": NoticeKind(N_("Incitement to hatred or violence"), (Category.SPEECH, Keyword.HATE)),
    "threat": NoticeKind(N_("A threat"), (Category.VIOLENCE, Keyword.INCITEMENT)),
    "defamation": NoticeKind(N_("Libel or slander"), (Category.SPEECH, Keyword.DEFAMATION)),
    "privacy": NoticeKind(
        N_("Somebody's private data or picture"), (Category.PRIVACY, Keyword.OTHER)
    ),
    "copyright": NoticeKind(
        N_("Somebody else's text or work"), (Category.PROPERTY, Keyword.COPYRIGHT)
    ),
    "terrorism": NoticeKind(N_("Terrorism"), (Category.SECURITY, Keyword.TERRORISM)),
    CHILD_ABUSE: NoticeKind(N_("Sexual abuse of children"), (Category.MINORS, Keyword.OTHER)),
    "other": NoticeKind(
        N_("Something else that the law forbids"), (Category.SPEECH, Keyword.OTHER)
    ),
}
