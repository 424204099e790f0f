"""All formats that are answered."""

from litestar.handlers import HTTPRouteHandler

from rejoinder.dropin.formats.akismet import AKISMET
from rejoinder.dropin.formats.akismet_wordpress import WORDPRESS
from rejoinder.dropin.formats.coral import CORAL
from rejoinder.dropin.formats.native.endpoints import NATIVE
from rejoinder.dropin.formats.openai import OPENAI
from rejoinder.dropin.formats.perspective.endpoints import PERSPECTIVE
from rejoinder.dropin.http import handlers_of
from rejoinder.dropin.protocol import Format

FORMATS: tuple[Format, ...] = (PERSPECTIVE, OPENAI, NATIVE, AKISMET, WORDPRESS, CORAL)


def handlers() -> list[HTTPRouteHandler]:
    """The routes of all formats."""
    return handlers_of(FORMATS)
