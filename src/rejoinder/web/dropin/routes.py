"""All formats that are answered, and the parts that they work with beside a store."""

from litestar.handlers import HTTPRouteHandler

from rejoinder.web.dropin.akismet.face import AKISMET
from rejoinder.web.dropin.calls import Face
from rejoinder.web.dropin.coral.face import CORAL
from rejoinder.web.dropin.native.face import NATIVE
from rejoinder.web.dropin.openai.face import OPENAI
from rejoinder.web.dropin.perspective.face import PERSPECTIVE
from rejoinder.web.dropin.serving import handlers_of

FACES: tuple[Face, ...] = (PERSPECTIVE, OPENAI, NATIVE, AKISMET, CORAL)


def handlers() -> list[HTTPRouteHandler]:
    """The routes of all formats."""
    return handlers_of(FACES)
