"""Names are judged as any text is: those that insult are told from those that only sound odd."""

from pathlib import Path

import pytest

from rejoinder.demo.source import threads
from rejoinder.engine import Judge
from rejoinder.moderation.actions.gather import name_for_judge
from rejoinder.moderation.policy import read_policy
from rejoinder.moderation.rules.name_abuse import NAMES as NAMES_RULE

KINDS = ("threat", "identity_attack", "insult", "sexually_explicit", "profanity")
# From here on the default policy has a person look.
ABUSE = 0.85

NAMES = Path(__file__).parents[1] / "data" / "judge_names.tsv"
# Of held-back names, the shares that the default policy must stop and let pass.
STOPPED, PUBLISHED = 0.35, 0.93


def likeliest(judge: Judge, name: str) -> float:
    """The probability of the likeliest kind of abuse, in the name as the policy has it read."""
    judgement = judge(name_for_judge(name).text)
    return max((judgement.abuse[kind].score for kind in KINDS if judgement.abuse), default=0.0)


@pytest.mark.parametrize(
    ("name", "abusive"),
    [
        *((each, True) for each in ("Fuck You", "F u c k You", "fuсk off", "FuckYou99")),
        *((each, True) for each in ("Kill yourself", "Shithead", "xXfuckerXx", "You Idiot")),
        *((each, True) for each in ("Wanker", "Dirty Jews", "Anna is a whore")),
        *((each, False) for each in ("Ann", "Dick Johnson", "Mike Hunt", "Fanny Price", "Willy")),
        *((each, False) for each in ("Scunthorpe Dave", "Jürgen Müller", "嵐山", "Иван Петров")),
    ],
)
def test_a_name_is_abuse_or_none(packaged_judge: Judge, name: str, abusive: bool) -> None:
    assert (likeliest(packaged_judge, name) >= ABUSE) is abusive


def test_hardly_a_name_of_the_demo_is_taken_for_abuse(packaged_judge: Judge) -> None:
    names = {comment.by for each in threads() for comment in each.comments}
    taken = {name for name in names if likeliest(packaged_judge, name) >= ABUSE}
    assert len(taken) <= len(names) / 100


def test_so_many_names_that_nobody_learned_are_stopped_or_pass(packaged_judge: Judge) -> None:
    held = read_policy("")[NAMES_RULE].hold
    stopped: dict[str, list[bool]] = {"stop": [], "publish": []}
    for line in NAMES.read_text("utf-8").splitlines():
        expected, _, name = line.partition("\t")
        stopped[expected].append(likeliest(packaged_judge, name) >= held)
    assert min(map(len, stopped.values())) > 50
    assert sum(stopped["stop"]) / len(stopped["stop"]) >= STOPPED
    assert 1 - sum(stopped["publish"]) / len(stopped["publish"]) >= PUBLISHED
