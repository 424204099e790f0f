"""A reader who signed in chooses another name: the policy is asked as for one above a comment."""

from datetime import datetime

from rejoinder.engine.judge_pool import JudgePool
from rejoinder.errors import Invalid, N_, Refused, Unavailable
from rejoinder.moderation.actions.gather import name_for_judge
from rejoinder.moderation.decide import decide
from rejoinder.moderation.model import Case, Record
from rejoinder.moderation.queries import policy_of
from rejoinder.moderation.rules import NAME_RULES, RULES
from rejoinder.readers.actions import take_name
from rejoinder.readers.model import Reader, Standing
from rejoinder.readers.names import renaming_opens
from rejoinder.storage import Database


def choose_name(
    database: Database, judge_pool: JudgePool, reader: Reader, name: str, *, now: datetime
) -> Reader:
    """Gives the reader a name that is checked, free, and of which no rule says anything.

    Raises:
        Refused: they changed it today already.
        Unavailable: the judge gave no answer.
        Invalid: the rules do not take it, or somebody else chose it at the same moment.
    """
    opens = renaming_opens(reader.named_at) if reader.name else None
    if opens is not None and now < opens:
        raise Refused(N_("You have changed your name today already."), code="renamed-lately")
    with database.reading() as connection:
        policy = policy_of(connection, reader.site_id).policy
    judgement = judge_pool.ask_once(name_for_judge(name))
    if judgement is None:
        raise Unavailable(
            N_("We cannot check names at the moment. Please try again a little later."),
            details={"field": "name"},
        )
    case = Case(
        text="",
        author_name=name,
        standing=Standing.NEW,
        record=Record(),
        now=now,
        name_judgement=judgement,
    )
    if decide(policy, case, [rule for rule in RULES if rule.id in NAME_RULES]).findings:
        raise Invalid(
            N_("That is a name that we do not print. Please choose another one."),
            code="name-refused",
            details={"field": "name"},
        )
    with database.writing() as connection:
        return take_name(connection, reader, name, now=now)
