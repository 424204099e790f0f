"""Who may come to the desk, and what stands around every page of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from litestar import MediaType, Response
from litestar.response import Redirect

from rejoinder.sites.model import StaffMember
from rejoinder.web.pages import fill, page
from rejoinder.web.parts import WebRequest
from rejoinder.web.visit import Visit, visit_of
from rejoinder.web.visitor import require_staff

FRAGMENT = "desk"
# What staff see names readers' addresses: no cache between us keeps it, nor the browser's disk.
PRIVATE = {"cache-control": "no-store"}


@dataclass(frozen=True, slots=True)
class DeskVisit:
    """A request by a member of staff."""

    visit: Visit
    member: StaffMember

    @property
    def site_id(self) -> int:
        """The site at whose desk they work."""
        return self.visit.visitor.site.id

    @property
    def by_script(self) -> bool:
        """Whether the desk's script asks, which puts fragments into a page that stands."""
        return self.visit.wants(FRAGMENT)


def staff_only(request: WebRequest) -> DeskVisit:
    """A request as the desk's handlers see it.

    Raises:
        Forbidden: whoever sent it is not staff of this site.
    """
    visit = visit_of(request)
    return DeskVisit(visit, require_staff(visit.visitor))


def staff_or_sign_in(request: WebRequest) -> DeskVisit | Redirect:
    """The same for a page: somebody whom we do not know is asked to sign in first.

    Raises:
        Forbidden: they are known, and not staff of this site.
    """
    visit = visit_of(request)
    if not visit.visitor.signed_in:
        path = quote(request.url.path, safe="/")
        return Redirect(f"/sign-in?next={path}", status_code=303)
    return DeskVisit(visit, require_staff(visit.visitor))


def show(
    desk: DeskVisit, template: str, context: Mapping[str, Any], *, status: int = 200
) -> Response[Any]:
    """A page of the desk."""
    full = {"member": desk.member, "here": template.partition(".")[0], **context}
    response = page(desk.visit.visitor.site, f"desk/{template}", full, status=status)
    response.headers.update(PRIVATE)
    return response


def fragment(
    desk: DeskVisit, template: str, context: Mapping[str, Any], *, status: int = 200
) -> Response[Any]:
    """A piece of a page, for the script that puts it in its place."""
    text = fill(desk.visit.visitor.site, f"desk/{template}", context)
    return Response(
        content=str(text), media_type=MediaType.HTML, status_code=status, headers=PRIVATE
    )
