"""A judgement as bars, with the thresholds of the policy in force on them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale
from babel.numbers import format_decimal

from rejoinder.engine import Judgement, Language, OnTopic
from rejoinder.errors import N_
from rejoinder.i18n import Translator
from rejoinder.moderation.model import Action
from rejoinder.moderation.policy import NEVER, Policy
from rejoinder.moderation.rules import RULE_OF_ATTRIBUTE
from rejoinder.moderation.rules.abuse import LATER
from rejoinder.moderation.rules.despair import ATTRIBUTE as DESPAIR
from rejoinder.moderation.rules.despair import DESPAIR_SETTINGS
from rejoinder.moderation.rules.topic import META_FROM, TOPIC
from rejoinder.moderation.thresholds import Thresholds
from rejoinder.web.desk.views import ScoreView, Tick

ATTRIBUTE_NAMES = {
    "toxicity": N_("Toxicity"),
    "severe_toxicity": N_("Hatred"),
    "insult": N_("Insult"),
    "threat": N_("Threat"),
    "identity_attack": N_("Identity attack"),
    "profanity": N_("Profanity"),
    "sexually_explicit": N_("Sexual content"),
    "spam": N_("Advertising"),
    "despair": N_("Despair"),
    "private_data": N_("Private details"),
}
# Shown where they matter.
_RARER = (*LATER, "private_data", DESPAIR)
# Most comments are far from these: below this figure a card is calmer without them.
SHOWN_FROM = 0.3
# A language of which the judge is as sure as this needs no figure.
SURE_FROM = 0.8
_HELD = N_("held from %(at)s")
_DECLINED = N_("declined from %(at)s")
_HELD_BELOW = N_("held below %(at)s")
_DECLINED_BELOW = N_("declined below %(at)s")
_NEVER_OFF_TOPIC = N_("never off-topic from %(at)s")


@dataclass(frozen=True, slots=True)
class _Threshold:
    """Where the policy draws a line on a bar."""

    tick: Tick | None
    """None for a line that only the words tell of."""
    in_words: str


def score_views(
    judgement: Judgement, policy: Policy, translator: Translator
) -> Iterator[ScoreView]:
    """A bar for each kind of abuse, in the judge's order; for the rarer ones where they matter."""
    for attribute, measured in judgement.abuse.items():
        limits, thresholds, level = _limits(policy, attribute), [], "clear"
        for kind, at, sentence in (
            ("hold", limits.hold, _HELD),
            ("decline", limits.decline, _DECLINED),
        ):
            if at <= 1:
                thresholds.append(_threshold(translator, kind, at, sentence))
                level = kind if measured.score >= at else level
        if attribute in _RARER and level == "clear" and measured.score < SHOWN_FROM:
            continue
        name = translator.translate(ATTRIBUTE_NAMES.get(attribute, attribute))
        yield _view(translator, name, measured.score, level, thresholds)


def topic_view(judgement: Judgement, policy: Policy, translator: Translator) -> ScoreView | None:
    """The heat of being on-topic, where too little is what matters; None without an article."""
    if judgement.on_topic is None:
        return None
    score, remark = judgement.on_topic.score, _is_remark(judgement.on_topic)
    thresholds, level = [], "clear"
    for kind, at, sentence in (
        ("hold", policy[TOPIC].hold_below, _HELD_BELOW),
        ("decline", policy[TOPIC].decline_below, _DECLINED_BELOW),
    ):
        if at > 0:
            thresholds.append(_threshold(translator, kind, at, sentence))
            level = kind if score < at and not remark else level
    return _view(translator, translator.translate(N_("On-topic")), score, level, thresholds)


def meta_view(judgement: Judgement, policy: Policy, translator: Translator) -> ScoreView | None:
    """A bar for being a remark on the paper or the comments; None where that is unlikely."""
    topic = judgement.on_topic
    if topic is None or topic.meta < SHOWN_FROM:
        return None
    thresholds = [_Threshold(None, _in_words(translator, META_FROM, _NEVER_OFF_TOPIC))]
    level = "clear"
    if policy[TOPIC].meta is Action.HOLD:
        thresholds.append(_threshold(translator, "hold", META_FROM, _HELD))
        level = "hold" if _is_remark(topic) else level
    name = translator.translate(N_("About the paper"))
    return _view(translator, name, topic.meta, level, thresholds)


def language_line(judgement: Judgement | None, translator: Translator) -> str:
    """In which language the judge takes the text to be; empty where it did not say."""
    language = None if judgement is None else judgement.language
    if language is None or not (name := _language_name(language, translator)):
        return ""
    if language.confidence >= SURE_FROM:
        return translator.translate(N_("Language: %(name)s"), name=name)
    sure = figure(translator, language.confidence)
    return translator.translate(N_("Language: perhaps %(name)s (%(sure)s)"), name=name, sure=sure)


def unmeasured(judgement: Judgement | None, translator: Translator) -> str:
    """Why there is nothing to show; empty where something was measured."""
    if judgement is None:
        return translator.translate(N_("The judge gave no answer, so nothing was measured."))
    if judgement.language is None or judgement.language.judged:
        return ""
    name = _language_name(judgement.language, translator)
    if not name:
        return translator.translate(
            N_("The judge cannot tell the language, so nothing was measured.")
        )
    return translator.translate(
        N_("The judge does not know the language (%(name)s), so nothing was measured."), name=name
    )


def _limits(policy: Policy, attribute: str) -> Thresholds:
    """Where the policy draws its lines for an attribute."""
    if attribute == DESPAIR:
        return Thresholds(hold=policy[DESPAIR_SETTINGS].hold, decline=NEVER)
    rule = RULE_OF_ATTRIBUTE.get(attribute)
    never = Thresholds(hold=NEVER, decline=NEVER)
    limits: Thresholds = never if rule is None else policy[rule.settings[0]]
    return limits


def _is_remark(topic: OnTopic) -> bool:
    return topic.meta >= META_FROM


def _language_name(language: Language, translator: Translator) -> str:
    """Empty where the judge could not tell."""
    if language.code == "und":
        return ""
    return translator.locale.languages.get(language.code) or language.code


def figure(translator: Translator, value: float) -> str:
    """A number with two decimals, as the language writes it."""
    return _figure(translator.locale, value)


@lru_cache(maxsize=16_384)
def _figure(locale: Locale, value: float) -> str:
    """Each card has dozens, mostly the same thresholds."""
    return format_decimal(value, format="0.00", locale=locale)


def _threshold(translator: Translator, kind: str, at: float, sentence: str) -> _Threshold:
    return _Threshold(Tick(kind, round(at * 100, 1)), _in_words(translator, at, sentence))


def _in_words(translator: Translator, at: float, sentence: str) -> str:
    return translator.translate(sentence, at=figure(translator, at))


def _view(
    translator: Translator,
    name: str,
    score: float,
    level: str,
    thresholds: Sequence[_Threshold],
) -> ScoreView:
    return ScoreView(
        name=name,
        figure=figure(translator, score),
        at=round(score * 100, 1),
        level=level,
        ticks=tuple(each.tick for each in thresholds if each.tick is not None),
        explained=", ".join(each.in_words for each in thresholds),
    )
