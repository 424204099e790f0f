"""A paper with somebody of each role at its desk, and new things to knock at for each test."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import count

from litestar.testing import TestClient
from sqlalchemy import insert

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.comments.model import Comment
from rejoinder.desk.bulk.actions import BulkDecision, begin
from rejoinder.desk.bulk.model import Choice
from rejoinder.desk.bulk.queries import seen_now
from rejoinder.desk.filters import CommentFilter
from rejoinder.moderation.actions.decide import StaffDecision, decide_as_staff
from rejoinder.moderation.actions.notices import NewNotice, give_notice
from rejoinder.moderation.actions.passings import pass_on
from rejoinder.moderation.actions.standing import NewStanding, address_of, give
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.policy import default_source
from rejoinder.moderation.policy.writing import with_settings
from rejoinder.moderation.queries import history
from rejoinder.moderation.setting import Path
from rejoinder.moderation.tables import house_reasons, notice_suspensions, second_readings
from rejoinder.moderation.workbench.actions import ask_for_replay, cancel_replay, write_draft
from rejoinder.moderation.workbench.queries import draft_by_id, replay_by_id
from rejoinder.readers.model import Standing
from rejoinder.readers.queries import restricted
from rejoinder.sites import actions as site_actions
from rejoinder.sites.model import NewKey, Role, Scope, StaffMember
from rejoinder.sites.queries import all_keys, policy_in_force
from tests.support.newspaper import Paper

ELSEWHERE = "elsewhere"
_numbers = count(1)


@dataclass(slots=True)
class Newsroom:
    """A paper with somebody of each role, and another paper beside it."""

    paper: Paper
    other: Paper
    colleague: StaffMember
    browsers: dict[tuple[Role, str], TestClient[Newspaper]]
    reader: TestClient[Newspaper]
    _standing_by: dict[str, dict[str, object]] = field(default_factory=dict)

    def standing_by(self, section: str) -> dict[str, object]:
        """The same for knocks that change nothing."""
        if section not in self._standing_by:
            self._standing_by[section] = self.values(section)
        paper = self.other if section == ELSEWHERE else self.paper
        # A draft is of those rules that are in force as somebody knocks.
        return self._standing_by[section] | self._policies(paper, next(_numbers), section)

    def values(self, section: str) -> dict[str, object]:
        """The numbers of new things that stand in this section, or on the other site.

        A colleague decided of the comment.
        """
        paper = self.other if section == ELSEWHERE else self.paper
        number = next(_numbers)
        article = paper.article(f"article-{number}", section=section)
        comment = self._decided(paper, paper.comment(article, outcome=Outcome.HOLD))
        paper.invite(f"m{number}@example.org", role=Role.MODERATOR)
        return {
            "number": number,
            "section": section,
            "email": f"m{number}@example.org",
            "article_id": article.id,
            "comment_id": comment.id,
            "decision_id": self._seen(paper, comment),
            "standing_id": self._watched(paper, comment),
            "passkey_id": 1,
            "key_id": self._key(paper),
            "reason_id": self._reason(paper, comment),
            "warning_id": 1,
            "filter_id": 1_000_000,
            "table": "rules.csv",
            "reading_id": self._drawn(paper, comment),
            "passing_id": self._passed_on(paper, article),
            **self._differing(paper, article),
            **self._policies(paper, number, section),
            "job_id": self._job(paper, comment),
            "reader_id": comment.author.reader_id,
            "notice_id": self._notice(paper, comment),
            "suspension_id": self._suspended(paper, number),
        }

    @staticmethod
    def _notice(paper: Paper, comment: Comment) -> int:
        given = NewNotice("threat", "It is one.", "Maud", f"m{comment.id}@example.org", True)
        with paper.database.writing() as connection:
            return give_notice(connection, comment, given, network_key="", now=paper.clock()).id

    @staticmethod
    def _suspended(paper: Paper, number: int) -> int:
        row = {
            "site_id": paper.site.id,
            "email": f"n{number}@example.org",
            "reason": "Why.",
            "made_by": "x",
            "made_at": paper.clock(),
            "until": paper.clock() + timedelta(days=30),
        }
        with paper.database.writing() as connection:
            made = insert(notice_suspensions).values(row).returning(notice_suspensions.c.id)
            return int(connection.execute(made).scalar_one())

    def _job(self, paper: Paper, comment: Comment) -> int:
        colleague = replace(self.colleague, site_id=paper.site.id)
        choice = Choice(CommentFilter(author_id=comment.author.reader_id))
        with paper.database.writing() as connection:
            seen, wanted = seen_now(connection), BulkDecision(Outcome.HOLD)
            return begin(connection, colleague, choice, wanted, seen, now=paper.clock())

    @staticmethod
    def _policies(paper: Paper, number: int, section: str) -> dict[str, object]:
        """A draft that is none of those before it, its replay, and the policy in force, from which
        it differs in the section alone."""
        site_id, now = paper.site.id, paper.clock()
        with paper.database.writing() as connection:
            before = policy_in_force(connection, site_id)
            there: dict[Path, int] = {("sections", section, "length", "maximum"): 1000 + number}
            source = with_settings(before.source if before else default_source(), there)
            draft_id = write_draft(connection, site_id, source, by="Ed", now=now)
            draft = draft_by_id(connection, site_id, draft_id)
            replay_id = ask_for_replay(connection, draft, days=7, by="Ed", now=now)
            cancel_replay(connection, replay_by_id(connection, site_id, replay_id), now=now)
            put = policy_in_force(connection, site_id)
        put_id = 0 if put is None else put.id
        return {"draft_id": draft_id, "replay_id": replay_id, "put_id": put_id}

    def _drawn(self, paper: Paper, comment: Comment, **read: object) -> int:
        """What a colleague decided, to be read again; or that was `read`, and otherwise."""
        with paper.database.writing() as connection:
            drawn = insert(second_readings).values(
                site_id=paper.site.id,
                comment_id=comment.id,
                decision_id=history(connection, comment.id)[-1].id,
                rule="",
                drawn_at=paper.clock(),
                **read,
            )
            key = connection.execute(drawn).inserted_primary_key
            assert key is not None
            return int(key[0])

    def _passed_on(self, paper: Paper, article: Article) -> int:
        comment = paper.comment(article, outcome=Outcome.HOLD)
        with paper.database.writing() as connection:
            return pass_on(
                *(connection, comment, self.colleague, "Yours?"),
                seen=history(connection, comment.id)[-1].id,
                now=paper.clock(),
            )

    def _differing(self, paper: Paper, article: Article) -> dict[str, object]:
        comment = self._decided(paper, paper.comment(article, outcome=Outcome.HOLD))
        read = {"staff_id": self.colleague.id, "outcome": "decline", "read_at": paper.clock()}
        return {
            "difference_id": self._drawn(paper, comment, **read),
            "settled_decision_id": self._seen(paper, comment),
        }

    @staticmethod
    def _key(paper: Paper) -> int:
        with paper.database.writing() as connection:
            site_actions.create_key(
                connection, paper.site, NewKey("x", {Scope.READ}), now=paper.clock()
            )
            return all_keys(connection, paper.site.id)[-1].id

    @staticmethod
    def _reason(paper: Paper, comment: Comment) -> int:
        with paper.database.writing() as connection:
            values = {"site_id": paper.site.id, "title": f"R{comment.id}", "text": "Why."}
            row = {**values, "written_by": "x", "written_at": paper.clock()}
            made = insert(house_reasons).values(row).returning(house_reasons.c.id)
            return int(connection.execute(made).scalar_one())

    def _watched(self, paper: Paper, comment: Comment) -> int:
        now = paper.clock()
        with paper.database.writing() as connection:
            given = NewStanding(Standing.WATCHED, "Why.")
            guest = address_of(connection, comment)._replace(email=f"g{comment.id}@example.org")
            give(connection, guest, self.colleague, given, now=now)
            return restricted(connection, paper.site.id, now=now)[0].standing_id

    def _decided(self, paper: Paper, comment: Comment) -> Comment:
        wanted = StaffDecision(Outcome.PUBLISH, self._seen(paper, comment))
        with paper.database.writing() as connection:
            decide_as_staff(connection, comment, self.colleague, wanted, now=paper.clock())
        return paper.comment_now(comment.id)

    @staticmethod
    def _seen(paper: Paper, comment: Comment) -> int:
        with paper.database.reading() as connection:
            return history(connection, comment.id)[-1].id
