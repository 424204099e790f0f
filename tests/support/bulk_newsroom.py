"""A site with scored comments, a moderator, an editor, and the desk's worker at rest."""

from collections.abc import Callable
from datetime import datetime, timedelta

from rejoinder.articles.model import Article
from rejoinder.comments.model import Comment, State
from rejoinder.comments.queries import by_id
from rejoinder.desk.bulk.actions import BulkDecision, begin
from rejoinder.desk.bulk.model import Choice, Job, Progress, Seen
from rejoinder.desk.bulk.queries import job_by_id, progress_of, seen_now
from rejoinder.desk_worker import DeskWorker
from rejoinder.engine import AbuseScore, Judgement, Language
from rejoinder.moderation.actions.decide import StaffDecision, decide_as_staff, find
from rejoinder.moderation.actions.decision_log import NewDecision, record
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.queries import history, latest_decision
from rejoinder.sites.model import Role, StaffMember
from rejoinder.sites.queries import by_id as site_by_id
from rejoinder.storage import Database
from tests.support.factories import make_article, make_comment, make_staff

DECLINE = BulkDecision(Outcome.DECLINE, "staff-abuse", "All of these.")
ABUSIVE = Choice(score="toxicity", low=800)


class Newsroom:
    """A site with scored comments, a moderator, and the worker at rest."""

    def __init__(self, database: Database, now: datetime) -> None:
        self.database, self.now = database, now
        self.worker = DeskWorker(database, self.clock)
        with database.writing() as connection:
            self.article = make_article(connection, now=now)
            site = site_by_id(connection, self.article.site_id)
            self.member = make_staff(connection, site, now=now)
            self.editor = make_staff(connection, site, now=now, role=Role.EDITOR)

    def clock(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def comments(self, *scores: float, article: Article | None = None) -> list[Comment]:
        """One for each of these scores of toxicity, published."""
        made = []
        with self.database.writing() as connection:
            for score in scores:
                comment = make_comment(
                    connection,
                    now=self.now,
                    article=article or self.article,
                    text=f"It is {score}.",
                )
                judged = Judgement(
                    {"toxicity": AbuseScore(score)}, None, "model", Language("en", 1, judged=True)
                )
                decision = NewDecision(Outcome.PUBLISH, "policy", "model", judgement=judged)
                record(connection, comment, decision, revision=1, now=self.now)
                made.append(comment)
        self.work()
        return made

    def work(self) -> None:
        while self.worker.run_once():
            pass

    def begin(
        self,
        choice: Choice = ABUSIVE,
        wanted: BulkDecision = DECLINE,
        seen: Seen | None = None,
        by: StaffMember | None = None,
    ) -> int:
        with self.database.writing() as connection:
            at = seen or seen_now(connection)
            return begin(connection, by or self.member, choice, wanted, at, now=self.clock())

    def act(self, action: Callable[..., int | None], job_id: int, by: StaffMember) -> int:
        with self.database.writing() as connection:
            return action(connection, by, job_id, now=self.clock()) or 0

    def decide(self, comment: Comment, outcome: Outcome) -> None:
        with self.database.writing() as connection:
            seen = latest_decision(connection, comment.id).id
            decide_as_staff(
                connection,
                find(connection, comment.site_id, comment.id),
                self.editor,
                StaffDecision(outcome, seen, "staff-abuse"),
                now=self.clock(),
            )

    def states(self, comments: list[Comment]) -> list[State]:
        with self.database.reading() as connection:
            return [by_id(connection, each.site_id, each.id).state for each in comments]

    def job(self, job_id: int) -> tuple[Job, Progress]:
        with self.database.reading() as connection:
            found = job_by_id(connection, self.member.site_id, job_id)
            assert found is not None
            return found, progress_of(connection, [found])[job_id]

    def decisions(self, comments: list[Comment]) -> list[int]:
        with self.database.reading() as connection:
            return [len(history(connection, each.id)) for each in comments]
