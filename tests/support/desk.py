"""A moderator before one comment, for the tests of what people decide and complain of."""

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from rejoinder.articles.queries import by_id as article_by_id
from rejoinder.comments.model import Comment, State
from rejoinder.comments.queries import by_id
from rejoinder.desk.queue import View
from rejoinder.desk.queue.stretches import sizes
from rejoinder.desk.queue.waiting import waiting_comments
from rejoinder.moderation.actions.appeals import appeal
from rejoinder.moderation.actions.decide import StaffDecision, ban, decide_as_staff, find, undo
from rejoinder.moderation.actions.decision_log import TELL_AUTHOR
from rejoinder.moderation.actions.reports import Reporter, report
from rejoinder.moderation.letters import LETTER_WAITS
from rejoinder.moderation.model import Decision, Outcome
from rejoinder.moderation.queries import latest_decision, policy_of, record_of, standing_of
from rejoinder.notifications import email_for_author
from rejoinder.readers.model import Standing
from rejoinder.readers.queries import by_id as reader_by_id
from rejoinder.sites.actions import put_policy
from rejoinder.sites.model import StaffMember
from rejoinder.sites.queries import by_id as site_by_id
from rejoinder.storage import Database
from rejoinder.storage import outbox as outbox_of
from rejoinder.storage.outbox import outbox
from tests.support.factories import make_comment, make_reader, make_staff

SECOND = timedelta(seconds=1)


@dataclass(slots=True)
class Desk:
    """A moderator with one comment before them; every act comes a second after the last."""

    database: Database
    member: StaffMember
    comment: Comment
    now: datetime
    reporters: dict[str, Reporter] = field(default_factory=dict)

    def decide(
        self, outcome: Outcome, reason: str = "", note: str = "", *, alone: bool = False
    ) -> Decision:
        with self._writing() as connection:
            seen = self.seen(connection)
            wanted = StaffDecision(outcome, seen, reason, note, alone=alone)
            return decide_as_staff(
                connection, self._found(connection), self.member, wanted, now=self.now
            )

    def ban(self, reason: str = "staff-abuse") -> Decision:
        with self._writing() as connection:
            wanted = StaffDecision(Outcome.DECLINE, self.seen(connection), reason)
            return ban(connection, self._found(connection), self.member, wanted, now=self.now)

    def undo(self, decision_id: int) -> Decision:
        with self._writing() as connection:
            comment = self._found(connection)
            return undo(connection, comment, self.member, decision_id, now=self.now)

    def report(self, key: str = "reader", *, by: Reporter | None = None) -> None:
        """A report in full, unless it is told `by` whom."""
        with self._writing() as connection:
            reporter = by or self.known_reader(connection, key)
            report(
                connection, self.comment, reporter=reporter, reason="abuse", note=" ", now=self.now
            )

    def known_reader(self, connection: Connection, key: str, published: int = 1) -> Reporter:
        """Somebody signed in who is the same for the same key, with so many comments published."""
        if key not in self.reporters:
            site = site_by_id(connection, self.comment.site_id)
            reader = make_reader(connection, site, now=self.now)
            for _ in range(published):
                make_comment(
                    connection,
                    now=self.now,
                    article=article_by_id(connection, site.id, self.comment.article_id),
                    reader=reader,
                )
            self.reporters[key] = Reporter(f"reader-{reader.id}", reader, signed_in=True)
        return self.reporters[key]

    def appeal(self) -> None:
        with self._writing() as connection:
            appeal(connection, self.comment, "Please look again.", now=self.now)

    def colleague(self) -> StaffMember:
        """Somebody else at the same desk."""
        with self._writing() as connection:
            site = site_by_id(connection, self.comment.site_id)
            return make_staff(connection, site, now=self.now)

    def put_policy(self, source: str) -> None:
        """Puts rules in force."""
        with self._writing() as connection:
            site = site_by_id(connection, self.comment.site_id)
            put_policy(connection, site, source, put_by="tests", now=self.now)

    def seen(self, connection: Connection) -> int:
        return latest_decision(connection, self.comment.id).id

    def state(self) -> State:
        with self.database.reading() as connection:
            return by_id(connection, self.comment.site_id, self.comment.id).state

    def standing(self) -> Standing:
        with self.database.reading() as connection:
            author = reader_by_id(connection, self.comment.author.reader_id)
            record = record_of(connection, author.id, now=self.now)
            return standing_of(
                connection,
                (author.site_id, author.email),
                policy_of(connection, author.site_id).policy,
                verified=author.verified,
                record=record,
                now=self.now,
            )

    def told(self) -> list[int]:
        """The decisions of which a letter to the author waits."""
        with self.database.reading() as connection:
            rows = connection.execute(
                select(outbox.c.payload).where(outbox.c.kind == TELL_AUTHOR).order_by(outbox.c.id)
            )
            return [row.payload["decision_id"] for row in rows if row.payload]

    def letter_about(self, decision_id: int) -> str:
        """What the author is told of a decision."""
        with self.database.reading() as connection:
            email = email_for_author(connection, decision_id)
        assert email is not None
        return email.text

    def post_letters(self, *, all_of_them: bool = True) -> None:
        """The worker comes once letters have waited, sends `all_of_them`, or dies before."""
        self.now += LETTER_WAITS
        with self._writing() as connection:
            for job in outbox_of.claim(connection, now=self.now):
                if all_of_them:
                    outbox_of.done(connection, job, now=self.now)

    def waiting(self, view: View) -> int:
        with self.database.reading() as connection:
            return sizes(waiting_comments(connection, self.comment.site_id))[view]

    def _writing(self) -> AbstractContextManager[Connection]:
        self.now += SECOND
        return self.database.writing()

    def _found(self, connection: Connection) -> Comment:
        return find(connection, self.comment.site_id, self.comment.id)


def desk_with(database: Database, outcome: Outcome, now: datetime) -> Desk:
    with database.writing() as connection:
        comment = make_comment(connection, now=now, outcome=outcome)
        member = make_staff(connection, site_by_id(connection, comment.site_id), now=now)
    return Desk(database, member, comment, now)
