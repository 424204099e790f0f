"""What another policy would have made of a comment that was decided before. Pure.

Three kinds of rules are told apart. Those about the judge's figures, the mode and articles not
known are asked anew of every comment. Those about the text are asked anew where their settings are
not those under which the comment was decided; else what they found then stands. All others need
what is not kept (what else somebody sent at that minute, the judge's reading of the name, a
service's answer, a person's word): what they found then stands as long as the rule is in force.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final, Protocol

from rejoinder.moderation.decide import decide
from rejoinder.moderation.model import Action, Case, Discussed, Severity
from rejoinder.moderation.rule import Rule
from rejoinder.moderation.rules import (
    BY_PEOPLE,
    FOR_A_PERSON,
    RULES,
    abuse,
    article_unread,
    despair,
    emoji,
    language,
    length,
    links,
    mode,
    private_data,
    shouting,
    standing,
    subscribers,
    topic,
    words,
)
from rejoinder.moderation.rules.check_failed import CHECK_FAILED
from rejoinder.moderation.setting import NEVER, Policy
from rejoinder.moderation.workbench.scores import (
    NOTHING_MEASURED,
    Abuse,
    KeptFinding,
    Score,
    Scores,
    Topic,
    measured_of,
)
from rejoinder.readers.model import Standing

HOLD: Final = int(Severity.HOLD)
DECLINE: Final = int(Severity.DECLINE)
# Plain words: a replay counts by them, and members of an enumeration are slow to be looked up.
OUTCOMES: Final = tuple(str(severity.outcome.value) for severity in Severity)
PUBLISH: Final = OUTCOMES[0]
_SEVERITIES: Final = {severity.name.lower(): int(severity) for severity in Severity}
_PLACE: Final = {rule.id: -number for number, rule in enumerate(RULES)}
_EXCUSED: Final = frozenset(rule.id for rule in RULES if rule.excuses_staff)
_KNOWN: Final = {rule.id: rule for rule in RULES}

FROM_SCORES: Final = frozenset(
    rule.id for file in (language, despair, abuse, private_data, topic) for rule in file.RULES
)
FROM_THE_CASE: Final = frozenset(
    {mode.MODE_ALL_HELD.id, standing.STANDING_NEW.id, article_unread.ARTICLE_UNREAD.id}
)
_FROM_TEXT_RULES: Final = tuple(
    rule for file in (length, shouting, emoji, words, links) for rule in file.RULES
)
FROM_TEXT: Final = frozenset(rule.id for rule in _FROM_TEXT_RULES)
# What an author may depends on their standing there.
_BY_STANDING: Final = frozenset(rule.id for file in (shouting, emoji, links) for rule in file.RULES)
# What stands as it was found.
KEPT: Final = tuple(
    rule for rule in RULES if rule.id not in FROM_SCORES | FROM_THE_CASE | FROM_TEXT
)

Found = tuple[int, str]
"""How strict, and by which rule."""
EarlierPolicy = Callable[[str], Policy | None]


class StoredCase(Protocol):
    """A comment as it was decided, as far as it is kept."""

    scores: Scores | None
    findings: list[KeptFinding]
    is_staff: bool

    def standing_of(self, policy: Policy) -> Standing:
        """The author's standing, worked out anew; asked only where it matters."""

    def case_of(self, standing: Standing) -> Case:
        """The text with what is known beside it; the same."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A policy at one place, made ready for comments that were decided under another one there."""

    policy: Policy
    kept: frozenset[str]
    """The rules whose findings stand."""
    anew: tuple[Rule, ...]
    """The rules that are asked about the text again."""
    by_standing: bool
    """Whether one of those asks what the author's standing was."""
    newcomers: bool
    """Whether it is worked out again who was new."""
    limits: tuple[tuple[str, str, float, float], ...]
    """Of each kind of abuse that is in force: its name, its rule, and both thresholds."""
    measured: Callable[[Abuse], Sequence[Score | None]]
    """The figures of these kinds, in their order."""
    despair: float
    topic: topic.TopicSettings
    unjudged: int
    unread: int | None
    """What becomes of an article not known; None where that stays as it was."""
    all_held: bool

    @property
    def reads_texts(self) -> bool:
        """Whether comments' words are needed."""
        return bool(self.anew)

    def outcome(self, stored: StoredCase) -> tuple[str, str]:
        """What would become of the comment, and by which rule; none where it is published."""
        kept = self.kept
        found: list[Found] = [
            (_SEVERITIES[each.severity], each.rule) for each in stored.findings if each.rule in kept
        ]
        if stored.scores is not None:
            self._by_scores(stored.scores, found)
        self._by_case(stored, found)
        if self.anew:
            known = stored.standing_of(self.policy) if self.by_standing else Standing.KNOWN
            case = stored.case_of(known)
            verdict = decide(self.policy, case, self.anew)
            found += [(int(each.severity), each.rule) for each in verdict.findings]
        if stored.is_staff:
            found = [each for each in found if each[1] not in _EXCUSED]
        return _strictest(found) if found else (PUBLISH, "")

    def _by_scores(self, scores: Scores, found: list[Found]) -> None:
        abuse_scores, spoken = scores.abuse, scores.language
        if spoken is None or spoken.judged or abuse_scores != NOTHING_MEASURED:
            self._by_abuse(scores, found)
        despairs = abuse_scores.despair
        if despairs is not None and despairs.score >= self.despair:
            found.append((HOLD, despair.DESPAIR.id))
        if spoken is not None and self.unjudged and (spoken.passages or not spoken.judged):
            foreign = any(span[0] != scores.unread_from for span in spoken.passages)
            if foreign or not spoken.judged:
                found.append((self.unjudged, language.LANGUAGE_UNJUDGED.id))
        if scores.on_topic is not None:
            self._by_topic(scores.on_topic, found)

    def _by_topic(self, on_topic: Topic, found: list[Found]) -> None:
        if on_topic.meta >= topic.META_FROM:
            if self.topic.meta is Action.HOLD:
                found.append((HOLD, topic.TOPIC_META.id))
        elif on_topic.score < self.topic.hold_below:
            declined = on_topic.score < self.topic.decline_below
            found.append((DECLINE if declined else HOLD, topic.OFF_TOPIC.id))

    def _by_abuse(self, scores: Scores, found: list[Found]) -> None:
        before = len(found)
        for one, (attribute, rule, hold, decline) in zip(
            self.measured(scores.abuse), self.limits, strict=True
        ):
            if one is None:
                if attribute == private_data.ATTRIBUTE:
                    continue
                if attribute in abuse.LATER and scores.language is None:
                    continue
                found[before:] = [(HOLD, CHECK_FAILED.id)]
                return
            if one.score >= hold:
                found.append((DECLINE if one.score >= decline else HOLD, rule))

    def _by_case(self, stored: StoredCase, found: list[Found]) -> None:
        if self.all_held:
            found.append((HOLD, mode.MODE_ALL_HELD.id))
        if self.newcomers and stored.standing_of(self.policy) is Standing.NEW:
            found.append((HOLD, standing.STANDING_NEW.id))
        if stored.findings and self.unread is not None:
            unknown = article_unread.ARTICLE_UNREAD.id
            if any(each.rule == unknown for each in stored.findings):
                found.append((self.unread, unknown))


@dataclass(slots=True)
class Candidate:
    """A policy that is tried."""

    policy: Policy
    earlier: EarlierPolicy
    """The one of a version under which comments were decided; None where nobody knows it."""
    _ready: dict[tuple[str, Discussed], Ready] = field(default_factory=dict, init=False)

    def under(self, version: str, discussed: Discussed) -> Ready:
        """It, for comments under an article that were decided under this version."""
        key = (version, discussed)
        ready = self._ready.get(key)
        if ready is None:
            before = self.earlier(version)
            there = None if before is None else before.at(discussed)
            ready = self._ready[key] = _ready(self.policy.at(discussed), there)
        return ready


def _ready(policy: Policy, before: Policy | None) -> Ready:
    in_force = {rule.id for rule in KEPT if rule.in_force(policy)}
    anew = tuple(rule for rule in _FROM_TEXT_RULES if _changed(rule, policy, before))
    asked = frozenset(rule.id for rule in anew)
    assisted = policy[mode.MODE].mode is mode.Mode.ASSISTED
    same_new = before is not None and not _differ(
        policy, before, (mode.MODE, standing.STANDING, subscribers.SUBSCRIBERS)
    )
    kept = in_force | {
        each.id for each in _FROM_TEXT_RULES if each.id not in asked and each.in_force(policy)
    }
    if assisted and same_new:
        kept.add(standing.STANDING_NEW.id)
    unknown = policy[article_unread.UNCONFIRMED].article
    reads = unknown is article_unread.Unconfirmed.READ
    if reads:
        kept.add(article_unread.ARTICLE_UNREAD.id)
    passes = unknown is article_unread.Unconfirmed.PUBLISH
    limits = _limits(policy)
    return Ready(
        policy=policy,
        kept=frozenset(kept),
        anew=anew,
        by_standing=not asked.isdisjoint(_BY_STANDING),
        newcomers=assisted and not same_new,
        limits=limits,
        measured=measured_of([name for name, *_ in limits]),
        despair=policy[despair.DESPAIR_SETTINGS].hold,
        topic=policy[topic.TOPIC],
        unjudged=int(policy[language.LANGUAGE].unjudged.severity),
        unread=None if reads else int(Severity.NOTE if passes else Severity.HOLD),
        all_held=policy[mode.MODE].mode is mode.Mode.ALL_HELD,
    )


def _limits(policy: Policy) -> tuple[tuple[str, str, float, float], ...]:
    tables: dict[str, Any] = {**abuse.THRESHOLDS, private_data.ATTRIBUTE: private_data.PRIVATE_DATA}
    rules = {**abuse.RULE_OF, private_data.ATTRIBUTE: private_data.PRIVATE_DETAILS}
    return tuple(
        (name, rules[name].id, policy[table].hold, policy[table].decline)
        for name, table in tables.items()
        if policy[table].hold < NEVER
    )


def _changed(rule: Rule, policy: Policy, before: Policy | None) -> bool:
    """Whether what a rule found of a text need not be what it would find now."""
    if before is None:
        return rule.in_force(policy)
    by_standing = (standing.STANDING,) if rule.id in _BY_STANDING else ()
    return _differ(policy, before, (*rule.settings, *by_standing))


def _differ(policy: Policy, before: Policy, tables: tuple[Any, ...]) -> bool:
    return any(policy[table] != before[table] for table in tables)


def _strictest(found: list[Found]) -> tuple[str, str]:
    """As `decide` has it: whose author may harm themselves is declined by no program."""
    if any(rule in FOR_A_PERSON for _, rule in found):
        found = [
            (HOLD if severity == DECLINE and rule not in BY_PEOPLE else severity, rule)
            for severity, rule in found
        ]
    severity, rule = max(found, key=_rank) if len(found) > 1 else found[0]
    return OUTCOMES[severity], rule if severity else ""


def _rank(found: Found) -> tuple[int, bool, int]:
    severity, rule = found
    return severity, rule in FOR_A_PERSON, _PLACE.get(rule, -len(_PLACE))


@cache
def title_of(rule: str) -> str:
    """What a rule is called at the desk, untranslated; its id where it is none of ours."""
    known = _KNOWN.get(rule)
    return rule if known is None else known.words.title_at_desk
