"""Who decided, in words: one of the staff, the site's own software, or the policy."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from rejoinder.errors import N_
from rejoinder.i18n import Translator
from rejoinder.moderation.model import Decision
from rejoinder.sites.model import Writer
from rejoinder.sites.queries import key_names, staff_names

_A_KEY: Final = N_("The key “%(name)s”")


@dataclass(frozen=True, slots=True)
class Deciders:
    """All who ever decided on a site."""

    staff: Mapping[int, str]
    keys: Mapping[int, str]

    def name(self, translator: Translator, decision: Decision) -> str:
        """Whose decision it is."""
        if decision.staff_id is not None:
            return self.staff[decision.staff_id]
        if decision.key_id is not None:
            return translator.translate(_A_KEY, name=self.keys[decision.key_id])
        return translator.translate(N_("The policy"))


def name_of(translator: Translator, writer: Writer) -> str:
    """Who wrote a note, passed a comment on or gave it back."""
    if writer.key_id is None:
        return writer.name
    return translator.translate(_A_KEY, name=writer.name)


def deciders_of(connection: Connection, site_id: int) -> Deciders:
    """Those of one site."""
    return Deciders(staff_names(connection, site_id), key_names(connection, site_id))
