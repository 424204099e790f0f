"""What a newsroom's first policy makes of what the judge measured, one rule after the other.

For formats that answer yes or no: their thresholds are those with which every newsroom starts.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from rejoinder.engine import Judgement
from rejoinder.moderation.decide import decide
from rejoinder.moderation.model import Case, Outcome, Record
from rejoinder.moderation.policy import NEVER, Policy
from rejoinder.moderation.rules import JUDGED
from rejoinder.moderation.rules.abuse import THRESHOLDS
from rejoinder.moderation.rules.topic import TOPIC
from rejoinder.moderation.thresholds import Thresholds
from rejoinder.readers.model import Standing

OFF_TOPIC = "off_topic"

_NEVER = Thresholds(hold=NEVER, decline=NEVER)
_ABUSE_OFF = dict.fromkeys(THRESHOLDS.values(), _NEVER)
_TOPIC_OFF = {TOPIC: replace(TOPIC.default, hold_below=0, decline_below=0)}
# The policy with one rule in force: beside a plainer kind of abuse the policy does not name a
# general one, and these formats ask about each.
_ALONE: Mapping[str, Policy] = {
    OFF_TOPIC: Policy(_ABUSE_OFF),
    **{
        name: Policy({**_ABUSE_OFF, **_TOPIC_OFF, table: table.default})
        for name, table in THRESHOLDS.items()
    },
}
# The rules about what was measured look at nothing else of a case.
_CASE = Case("", "", Standing.NEW, Record(), now=datetime(1, 1, 1, tzinfo=UTC))


def outcomes_of(judgement: Judgement) -> Mapping[str, Outcome] | None:
    """What becomes of a text by each kind of abuse that was measured, and by `off_topic`.

    In the judge's order; None where the judge does not know the language.
    """
    if not judgement.in_known_language:
        return None
    case = replace(_CASE, judgement=judgement)
    names = (*(name for name in judgement.abuse if name in THRESHOLDS), OFF_TOPIC)
    return {name: decide(_ALONE[name], case, JUDGED).outcome for name in names}
