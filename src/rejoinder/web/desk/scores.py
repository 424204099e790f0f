"""A judgement as bars, with the thresholds of the policy in force on them."""

from collections.abc import Iterator

from babel.numbers import format_decimal

from rejoinder.engine import Judgement
from rejoinder.errors import N_
from rejoinder.moderation.document import NEVER, Policy
from rejoinder.web.desk.views import ScoreView, Tick
from rejoinder.web.language import Words

ATTRIBUTE_NAMES = {
    "toxicity": N_("Toxicity"),
    "insult": N_("Insult"),
    "threat": N_("Threat"),
    "identity_attack": N_("Identity attack"),
    "profanity": N_("Profanity"),
}
_HELD = N_("held from %(at)s")
_DECLINED = N_("declined from %(at)s")
_HELD_BELOW = N_("held below %(at)s")
_DECLINED_BELOW = N_("declined below %(at)s")


def score_views(judgement: Judgement, policy: Policy, words: Words) -> Iterator[ScoreView]:
    """A bar for each kind of abuse, in the judge's order."""
    for attribute, found in judgement.abuse.items():
        limits = policy.abuse.get(attribute)
        ticks, said, level = [], [], "clear"
        for kind, at, sentence in (
            ("hold", limits.hold if limits else NEVER, _HELD),
            ("decline", limits.decline if limits else NEVER, _DECLINED),
        ):
            if at <= 1:
                ticks.append(Tick(kind, round(at * 100, 1)))
                said.append(words.tell(sentence, at=figure(words, at)))
                level = kind if found.score >= at else level
        name = words.tell(ATTRIBUTE_NAMES.get(attribute, attribute))
        yield _view(words, name, found.score, level, (ticks, said))


def topic_view(judgement: Judgement, policy: Policy, words: Words) -> ScoreView | None:
    """The heat of being on-topic, where too little is what matters; None without an article."""
    if judgement.on_topic is None:
        return None
    score = judgement.on_topic.score
    ticks, said, level = [], [], "clear"
    for kind, at, sentence in (
        ("hold", policy.topic.hold_below, _HELD_BELOW),
        ("decline", policy.topic.decline_below, _DECLINED_BELOW),
    ):
        if at > 0:
            ticks.append(Tick(kind, round(at * 100, 1)))
            said.append(words.tell(sentence, at=figure(words, at)))
            level = kind if score < at else level
    return _view(words, words.tell(N_("On-topic")), score, level, (ticks, said))


def figure(words: Words, value: float) -> str:
    """A number with two decimals, as the language writes it."""
    return format_decimal(value, format="0.00", locale=words.locale)


def _view(
    words: Words, name: str, score: float, level: str, limits: tuple[list[Tick], list[str]]
) -> ScoreView:
    ticks, said = limits
    return ScoreView(
        name=name,
        figure=figure(words, score),
        at=round(score * 100, 1),
        level=level,
        ticks=tuple(ticks),
        explained=", ".join(said),
    )
