"""The API's words for who works at a site's desk."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

RoleWord = Literal["observer", "moderator", "editor", "administrator"]
Sections = Annotated[
    list[str], Meta(max_length=200, description="Where they act; none for everywhere.")
]


class StaffIn(Struct, forbid_unknown_fields=True):
    """Somebody who is to work at the desk, or to work there as something else."""

    email: str
    name: str
    role: RoleWord
    sections: Sections = []


class StaffPatchIn(Struct, forbid_unknown_fields=True):
    """What is left out stays as it is."""

    name: str | UnsetType = UNSET
    role: RoleWord | UnsetType = UNSET
    sections: Sections | UnsetType = UNSET


class StaffOut(Struct):
    """Somebody who works at the desk."""

    id: int
    email: str
    name: str
    role: RoleWord
    sections: list[str]
    passkeys: Annotated[int, Meta(description="How many they sign in with.")]


class StaffList(Struct):
    """Everybody who works there now."""

    staff: list[StaffOut]
