"""Rejoinder: reader comments for publishers, moderated. Its judge can be used alone."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rejoinder.engine import Article as Article
    from rejoinder.engine import Judge as Judge
    from rejoinder.engine import Judgement as Judgement

__version__ = "0.1.0"
__all__ = ["Article", "Judge", "Judgement", "__version__"]


def __getattr__(name: str) -> Any:
    """The judge's parts, imported when they are asked for: no command need wait for them."""
    if name not in __all__:
        raise AttributeError(name)
    from rejoinder import engine  # noqa: PLC0415

    return getattr(engine, name)
