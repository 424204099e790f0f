"""Who may come to the desk, and what stands around every page of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote

from litestar import MediaType, Response
from litestar.response import Redirect

from rejoinder.sites.model import StaffMember
from rejoinder.sites.roles import Act, acts_of, require
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import RequestContext, context_of
from rejoinder.web.deciders import Signers, signers_of
from rejoinder.web.desk.keys import key_views
from rejoinder.web.templating import fill, page
from rejoinder.web.visitor import require_staff

FRAGMENT = "desk"
PANEL = "panel"
# Where a passkey is shown.
PASSKEY = "/desk/passkey"
# What staff see names readers' addresses: no cache between us keeps it, nor the browser's disk.
PRIVATE = {"cache-control": "no-store"}


@dataclass(frozen=True, slots=True)
class DeskContext:
    """A request by a member of staff."""

    context: RequestContext
    member: StaffMember

    @property
    def site_id(self) -> int:
        """The site at whose desk they work."""
        return self.context.site.id

    @property
    def acts(self) -> frozenset[str]:
        """The names of all that they may do somewhere, for templates."""
        return self.acts_in(None)

    def acts_in(self, section: str | None) -> frozenset[str]:
        """The names of all that they may do in a section; as `may` takes it."""
        return acts_of(self.member, section)

    def require(self, act: Act, section: str) -> None:
        """Lets a handler go on that found in which section it is. Raises Forbidden."""
        require(self.member, act, section)

    @property
    def by_script(self) -> bool:
        """Whether the desk's script asks, which puts fragments into a page that stands."""
        return self.context.wants(FRAGMENT)

    @property
    def from_thread(self) -> bool:
        """Whether a script asks that puts the panel under a comment in a thread."""
        return self.context.wants(PANEL)


def staff_only(request: WebRequest, act: Act = Act.DECIDE) -> DeskContext:
    """A request as the desk's handlers see it, by somebody whose role lets them do this.

    Raises:
        Forbidden: whoever sent it is not staff of this site, or may do this nowhere.
    """
    return _at_the_desk(context_of(request), act)


def staff_or_sign_in(request: WebRequest, act: Act = Act.READ) -> DeskContext | Redirect:
    """The same for a page: somebody whom we do not know is asked to sign in first.

    Raises:
        Forbidden: they are known, and not staff of this site, or may do this nowhere.
    """
    context = context_of(request)
    path = quote(request.url.path, safe="/")
    if not context.visitor.signed_in:
        return Redirect(f"/sign-in?next={path}", status_code=303)
    if context.visitor.unproved is not None:
        return Redirect(f"{PASSKEY}?next={path}", status_code=303)
    return _at_the_desk(context, act)


def _at_the_desk(context: RequestContext, act: Act) -> DeskContext:
    member = require_staff(context.visitor)
    require(member, act)
    return DeskContext(context, member)


def show(
    desk: DeskContext, template: str, values: Mapping[str, Any], *, status: int = 200
) -> Response[Any]:
    """A page of the desk."""
    frame = {
        "member": desk.member,
        "acts": desk.acts,
        "here": template.partition(".")[0],
        "shortcuts": key_views(desk.acts),
        "named": _namer(desk),
    }
    full = {**frame, **values}
    response = page(desk.context.site, f"desk/{template}", full, status=status)
    response.headers.update(PRIVATE)
    return response


def _namer(desk: DeskContext) -> Callable[[str], str]:
    """Tells who signed; the store is asked where a page first wants to know."""

    @cache
    def known() -> Signers:
        with desk.context.database.reading() as connection:
            return signers_of(connection, desk.context.translator, desk.site_id)

    def named(signature: str) -> str:
        return known().name(signature)

    return named


def fragment(
    desk: DeskContext, template: str, values: Mapping[str, Any], *, status: int = 200
) -> Response[Any]:
    """A piece of a page, for the script that puts it in its place."""
    text = fill(
        desk.context.site, f"desk/{template}", {"acts": desk.acts, "named": _namer(desk), **values}
    )
    return Response(
        content=str(text), media_type=MediaType.HTML, status_code=status, headers=PRIVATE
    )
