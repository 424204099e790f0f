"""Which waiting comment a person should see first. Pure; queue calls it."""

from datetime import timedelta

from rejoinder.engine import Judgement

BANDS = 5
# A day's wait lifts anything from the lowest band to the highest.
STEP = timedelta(hours=6)


def doubt(judgement: Judgement | None) -> float:
    """How unsure the judge is, from 0 (certain) to 1 (it might as well toss a coin).

    The score that lies nearest to 0.5 tells, whether it is of abuse or of being on-topic: one
    open question is enough to need a person. Where the judge was silent everything is open: 1.
    """
    if judgement is None:
        return 1.0
    scores = [found.score for found in judgement.abuse.values()]
    if judgement.on_topic is not None:
        scores.append(judgement.on_topic.score)
    return max((1 - 2 * abs(score - 0.5) for score in scores), default=1.0)


def urgency(how_doubtful: float, waited: timedelta, complaints: int) -> int:
    """The band in which a comment waits, 0 to BANDS - 1; higher is sooner.

    Doubt is cut into five bands. Every complaint (a reader's report, the author's appeal) lifts
    the comment by one, since somebody disagrees with the judge; so does every STEP of waiting.
    Within a band the longest wait comes first. So nothing starves: after a day at most a comment
    is in the highest band, and nothing that came later can stand before it.
    """
    band = min(int(how_doubtful * BANDS), BANDS - 1)
    steps = max(int(waited / STEP), 0)
    return min(band + complaints + steps, BANDS - 1)
