"""What is judged: readers' words of the demo newsroom in comments of one length.

The marks speak of comments of 49 words. Each stands under the article that it was written about.
"""

from collections.abc import Iterator
from dataclasses import replace

from rejoinder.demo.source import DemoThread, threads
from rejoinder.engine import Article, Case

WORDS = 49


def newsroom_cases() -> list[Case]:
    """Every comment that the newsroom's threads give, rude ones too; no two are the same."""
    return [case for thread in threads() for case in cases_of(thread)]


def cases_of(thread: DemoThread) -> Iterator[Case]:
    """A thread's words cut in comments of WORDS words; what is left at its end is dropped."""
    source = thread.source
    article = Article(source.headline, source.standfirst, source.text.words)
    words = [word for comment in thread.comments for word in comment.text.split()]
    for start in range(0, len(words) - WORDS + 1, WORDS):
        yield Case(" ".join(words[start : start + WORDS]), article)


def under_new_articles(cases: list[Case]) -> list[Case]:
    """A comment an article, each under a copy of it that no judge has seen: one sentence longer."""
    firsts = {case.article: case for case in cases if case.article is not None}
    return [
        replace(case, article=replace(article, body=f"{article.body}\nThis was edition {number}."))
        for number, (article, case) in enumerate(firsts.items())
    ]
