"""Names are judged as any text is: those that insult are told from those that only sound odd."""

import pytest

from rejoinder.demo.source import threads
from rejoinder.engine import Judge

KINDS = ("threat", "identity_attack", "insult", "sexually_explicit", "profanity")
ABUSE = 0.85


def likeliest(judge: Judge, name: str) -> float:
    """The probability of the likeliest kind of abuse."""
    judgement = judge(name)
    return max((judgement.abuse[kind].score for kind in KINDS if judgement.abuse), default=0.0)


@pytest.mark.parametrize(
    ("name", "abusive"),
    [
        *((each, True) for each in ("Fuck You", "F u c k You", "fuсk off", "FuckYou99")),
        *((each, True) for each in ("Kill yourself", "Shithead", "xXfuckerXx", "Village Idiot")),
        *((each, True) for each in ("Wanker", "Dirty Jews", "Anna is a whore")),
        *((each, False) for each in ("Ann", "Dick Johnson", "Mike Hunt", "Fanny Price", "Willy")),
        *((each, False) for each in ("Scunthorpe Dave", "Jürgen Müller", "嵐山", "Иван Петров")),
    ],
)
def test_a_name_is_abuse_or_none(packaged_judge: Judge, name: str, abusive: bool) -> None:
    assert (likeliest(packaged_judge, name) >= ABUSE) is abusive


def test_no_name_of_the_demo_is_taken_for_abuse(packaged_judge: Judge) -> None:
    names = {comment.by for each in threads() for comment in each.comments}
    taken = {name for name in names if likeliest(packaged_judge, name) >= ABUSE}
    assert taken == set()
