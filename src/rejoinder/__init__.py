"""Rejoinder: reader comments for publishers, moderated. Its judge can be used alone."""

from rejoinder.engine import Article as Article
from rejoinder.engine import Judge as Judge
from rejoinder.engine import Judgement as Judgement

__version__ = "0.1.0"
