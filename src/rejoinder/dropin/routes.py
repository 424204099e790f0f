"""All formats that are answered, and the parts that they work with beside a store."""

from litestar.handlers import HTTPRouteHandler

from rejoinder.dropin.formats.akismet.endpoints import AKISMET
from rejoinder.dropin.formats.coral.endpoints import CORAL
from rejoinder.dropin.formats.native.endpoints import NATIVE
from rejoinder.dropin.formats.openai.endpoints import OPENAI
from rejoinder.dropin.formats.perspective.endpoints import PERSPECTIVE
from rejoinder.dropin.http import handlers_of
from rejoinder.dropin.protocol import Format

FACES: tuple[Format, ...] = (PERSPECTIVE, OPENAI, NATIVE, AKISMET, CORAL)


def handlers() -> list[HTTPRouteHandler]:
    """The routes of all formats."""
    return handlers_of(FACES)
