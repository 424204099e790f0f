"""The judge, its types, and the folding of text that moderation's word lists share."""

from typing import TYPE_CHECKING, Any

from rejoinder.engine.folding import Folded as Folded
from rejoinder.engine.folding import fold as fold
from rejoinder.engine.folding import shows_nothing as shows_nothing
from rejoinder.engine.model import ATTRIBUTES as ATTRIBUTES
from rejoinder.engine.model import AbuseScore as AbuseScore
from rejoinder.engine.model import Article as Article
from rejoinder.engine.model import Case as Case
from rejoinder.engine.model import Evidence as Evidence
from rejoinder.engine.model import Judgement as Judgement
from rejoinder.engine.model import Language as Language
from rejoinder.engine.model import ModelError as ModelError
from rejoinder.engine.model import OnTopic as OnTopic
from rejoinder.engine.model import Span as Span

if TYPE_CHECKING:
    from rejoinder.engine.judge import Judge as Judge


def __getattr__(name: str) -> Any:
    """The judge itself, with all that it computes by, imported when it is asked for."""
    if name != "Judge":
        raise AttributeError(name)
    from rejoinder.engine import judge  # noqa: PLC0415

    return judge.Judge
