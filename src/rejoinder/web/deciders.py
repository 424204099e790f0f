"""Who decided, in words: one of the staff, the site's own software, or the policy."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from rejoinder.errors import N_
from rejoinder.i18n import Translator
from rejoinder.moderation.model import Decision
from rejoinder.moderation.workbench.model import UNREADABLE
from rejoinder.sites.model import Writer, signature_of_key
from rejoinder.sites.queries import key_names, signed_names, staff_names
from rejoinder.storage import COMMAND_LINE

UNREADABLE_NAME: Final = N_("Nobody: the rules cannot be read any more")
_A_KEY: Final = N_("The key “%(name)s”")


@dataclass(frozen=True, slots=True)
class Deciders:
    """All who ever decided on a site."""

    staff: Mapping[int, str]
    keys: Mapping[int, str]

    def name(self, translator: Translator, decision: Decision) -> str:
        """Whose decision it is."""
        who = self.who(translator, decision.staff_id, decision.key_id)
        return who or translator.translate(N_("The policy"))

    def who(self, translator: Translator, staff_id: int | None, key_id: int | None) -> str:
        """Which of the staff, or which key; empty where neither is named."""
        if staff_id is not None:
            return self.staff[staff_id]
        return "" if key_id is None else translator.translate(_A_KEY, name=self.keys[key_id])


@dataclass(frozen=True, slots=True)
class Signers:
    """All who ever signed what they gave somebody, or put in force."""

    named: Mapping[str, str]
    """By what they sign with."""

    def name(self, signature: str) -> str:
        """Whose signature it is."""
        return self.named.get(signature, signature)


def signers_of(connection: Connection, translator: Translator, site_id: int) -> Signers:
    """Those of one site."""
    keys = key_names(connection, site_id).values()
    named = {
        COMMAND_LINE: translator.translate(N_("Somebody at the server itself")),
        UNREADABLE: translator.translate(UNREADABLE_NAME),
        **{signature_of_key(name): translator.translate(_A_KEY, name=name) for name in keys},
        **signed_names(connection, site_id),
    }
    return Signers(named)


def name_of(translator: Translator, writer: Writer) -> str:
    """Who wrote a note, passed a comment on or gave it back."""
    if writer.key_id is None:
        return writer.name
    return translator.translate(_A_KEY, name=writer.name)


def deciders_of(connection: Connection, site_id: int) -> Deciders:
    """Those of one site."""
    return Deciders(staff_names(connection, site_id), key_names(connection, site_id))
