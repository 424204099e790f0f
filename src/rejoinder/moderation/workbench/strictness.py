"""Whether a policy would keep back most of what people write: then it is asked for twice."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from rejoinder.engine import ATTRIBUTES, AbuseScore, Judgement, Language, OnTopic
from rejoinder.moderation.decide import decide
from rejoinder.moderation.model import Case, Outcome, Record
from rejoinder.moderation.setting import Policy
from rejoinder.moderation.workbench.figures import Figures, Tally
from rejoinder.moderation.workbench.replay import comments_to_replay
from rejoinder.moderation.workbench.stored import decided_before
from rejoinder.readers.model import Standing

# A tenth of a second's work, and more than a share needs.
SAMPLE: Final = 2_000
DAYS: Final = 30
# Fewer say nothing of a share.
FEWEST: Final = 20
# Of all that is posted today no site keeps back as much.
MOST_KEPT_BACK: Final = 0.5
_HARMLESS: Final = "Thank you for this article, which I have read with interest from end to end."


@dataclass(frozen=True, slots=True)
class Strictness:
    """What a policy would have made of the newest comments, and of a harmless one."""

    figures: Figures
    harmless: Outcome

    @property
    def kept_back(self) -> int:
        """How many would not have been posted."""
        return self.figures.comments - self.figures.becomes(Outcome.PUBLISH)

    @property
    def asks_again(self) -> bool:
        """Whether that is most of them, or whatever anybody writes."""
        whole = self.figures.comments
        most = whole >= FEWEST and self.kept_back > MOST_KEPT_BACK * whole
        return most or self.harmless is not Outcome.PUBLISH


def strictness_of(
    connection: Connection, site_id: int, policy: Policy, *, now: datetime
) -> Strictness:
    """How strict a policy would be, by the newest comments of the last month."""
    numbers = comments_to_replay(connection, site_id, days=DAYS, now=now)[-SAMPLE:]
    tally = Tally()
    if numbers:
        since = now - timedelta(days=DAYS)
        decided = decided_before(connection, site_id, policy, since=since)
        for _, each in decided.replayed(connection, numbers):
            tally.add(each)
    return Strictness(tally.figures(), _of_a_harmless_comment(policy, now))


def _of_a_harmless_comment(policy: Policy, now: datetime) -> Outcome:
    """What becomes of a friendly comment by somebody known, to the point, without any link."""
    judgement = Judgement(
        abuse={name: AbuseScore(0.01) for name in ATTRIBUTES},
        on_topic=OnTopic(0.95),
        model="",
        language=Language("en", 1.0, judged=True),
    )
    case = Case(_HARMLESS, "Ann", Standing.KNOWN, Record(published=3), now, judgement=judgement)
    return decide(policy, case).outcome
