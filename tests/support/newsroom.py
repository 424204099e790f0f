"""A paper with somebody of each role at its desk, and new things to knock at for each test."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property
from itertools import count
from typing import Self

from litestar.testing import TestClient
from sqlalchemy import Table, insert

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
from rejoinder.readers.restricted import restricted
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
    _standing_by: dict[str, "Things"] = field(default_factory=dict)

    def standing_by(self, section: str) -> "Things":
        """The same for knocks that change nothing."""
        if section not in self._standing_by:
            self._standing_by[section] = self.things(section)
        # A draft is of those rules that are in force as somebody knocks.
        return self._standing_by[section].with_another_draft()

    def things(self, section: str) -> "Things":
        """New things that stand in this section, or on the other site."""
        return Things(self.other if section == ELSEWHERE else self.paper, self.colleague, section)


class Things:
    """Things of each kind, by the names of their numbers; each is made when it is first asked for.

    To make all of them takes ten times as long as most knocks. A colleague decided of the comment.
    """

    passkey_id = warning_id = 1
    filter_id = 1_000_000
    table = "rules.csv"

    def __init__(self, paper: Paper, colleague: StaffMember, section: str) -> None:
        self.paper, self.colleague, self.section = paper, colleague, section
        self.number = next(_numbers)

    def __getitem__(self, name: str) -> object:
        """As `str.format_map` asks."""
        return getattr(self, name)

    def with_another_draft(self) -> Self:
        """Lets the next one who asks for a draft get a new one."""
        self.number = next(_numbers)
        vars(self).pop("_draft", None)
        return self

    @cached_property
    def article(self) -> Article:
        """Where all of it stands."""
        return self.paper.article(f"article-{self.number}", section=self.section)

    @property
    def article_id(self) -> int:
        """Its number."""
        return self.article.id

    @cached_property
    def comment(self) -> Comment:
        """One that was held, and that the colleague published."""
        return self._decided()

    @property
    def comment_id(self) -> int:
        """Its number."""
        return self.comment.id

    @property
    def reader_id(self) -> int | None:
        """Its author's."""
        return self.comment.author.reader_id

    @cached_property
    def decision_id(self) -> int:
        """The colleague's."""
        return self._seen(self.comment)

    @cached_property
    def email(self) -> str:
        """A moderator's."""
        address = f"m{self.number}@example.org"
        self.paper.invite(address, role=Role.MODERATOR)
        return address

    @cached_property
    def notice_id(self) -> int:
        """A notice's of the comment."""
        email = f"m{self.comment_id}@example.org"
        given = NewNotice("threat", "It is one.", "Maud", email, True)
        comment = self.comment
        with self.paper.database.writing() as connection:
            return give_notice(connection, comment, given, network_key="", now=self.now).id

    @cached_property
    def suspension_id(self) -> int:
        """That of a notifier who is suspended."""
        return self._put(
            notice_suspensions,
            email=f"n{self.number}@example.org",
            reason="Why.",
            made_by="x",
            made_at=self.now,
            until=self.now + timedelta(days=30),
        )

    @cached_property
    def job_id(self) -> int:
        """The colleague's, over what the comment's author wrote."""
        colleague = replace(self.colleague, site_id=self.paper.site.id)
        choice = Choice(CommentFilter(author_id=self.reader_id))
        with self.paper.database.writing() as connection:
            seen, wanted = seen_now(connection), BulkDecision(Outcome.HOLD)
            return begin(connection, colleague, choice, wanted, seen, now=self.now)

    @property
    def draft_id(self) -> int:
        """A draft's that is none of those before it."""
        return self._draft[0]

    @property
    def replay_id(self) -> int:
        """Its replay's."""
        return self._draft[1]

    @property
    def put_id(self) -> int:
        """That of the policy in force, from which it differs in the section alone."""
        return self._draft[2]

    @cached_property
    def _draft(self) -> tuple[int, int, int]:
        site_id, now = self.paper.site.id, self.now
        maximum: Path = ("sections", self.section, "length", "maximum")
        with self.paper.database.writing() as connection:
            put = policy_in_force(connection, site_id)
            source = put.source if put else default_source()
            source = with_settings(source, {maximum: 1000 + self.number})
            draft_id = write_draft(connection, site_id, source, by="Ed", now=now)
            draft = draft_by_id(connection, site_id, draft_id)
            replay_id = ask_for_replay(connection, draft, days=7, by="Ed", now=now)
            cancel_replay(connection, replay_by_id(connection, site_id, replay_id), now=now)
        return draft_id, replay_id, put.id if put else 0

    @cached_property
    def reading_id(self) -> int:
        """That of the colleague's decision, which is to be read again."""
        return self._drawn(self.comment)

    @property
    def difference_id(self) -> int:
        """That of a second reading with another outcome."""
        return self._difference[0]

    @property
    def settled_decision_id(self) -> int:
        """That of the decision about which it is."""
        return self._difference[1]

    @cached_property
    def _difference(self) -> tuple[int, int]:
        comment = self._decided()
        read = {"staff_id": self.colleague.id, "outcome": "decline", "read_at": self.now}
        return self._drawn(comment, **read), self._seen(comment)

    @cached_property
    def passing_id(self) -> int:
        """That of a comment which the colleague passed on."""
        comment = self.paper.comment(self.article, outcome=Outcome.HOLD)
        seen = self._seen(comment)
        with self.paper.database.writing() as connection:
            told = (connection, comment, self.colleague, "Yours?")
            return pass_on(*told, seen=seen, now=self.now)

    @cached_property
    def key_id(self) -> int:
        """An API key's."""
        site = self.paper.site
        with self.paper.database.writing() as connection:
            site_actions.create_key(connection, site, NewKey("x", {Scope.READ}), now=self.now)
            return all_keys(connection, site.id)[-1].id

    @cached_property
    def reason_id(self) -> int:
        """A house reason's."""
        written = {"written_by": "x", "written_at": self.now}
        return self._put(house_reasons, title=f"R{self.number}", text="Why.", **written)

    @cached_property
    def standing_id(self) -> int:
        """That of a guest who is watched."""
        comment = self.comment
        with self.paper.database.writing() as connection:
            given = NewStanding(Standing.WATCHED, "Why.")
            guest = address_of(connection, comment)._replace(email=f"g{comment.id}@example.org")
            give(connection, guest, self.colleague, given, now=self.now)
            return restricted(connection, self.paper.site.id, now=self.now, limit=9)[0].standing_id

    @property
    def now(self) -> datetime:
        """The paper's time."""
        return self.paper.clock()

    def _decided(self) -> Comment:
        comment = self.paper.comment(self.article, outcome=Outcome.HOLD)
        wanted = StaffDecision(Outcome.PUBLISH, self._seen(comment))
        with self.paper.database.writing() as connection:
            decide_as_staff(connection, comment, self.colleague, wanted, now=self.now)
        return self.paper.comment_now(comment.id)

    def _drawn(self, comment: Comment, **read: object) -> int:
        """What a colleague decided, to be read again; or that was `read`, and otherwise."""
        drawn = {"rule": "", "drawn_at": self.now, "decision_id": self._seen(comment), **read}
        return self._put(second_readings, comment_id=comment.id, **drawn)

    def _seen(self, comment: Comment) -> int:
        with self.paper.database.reading() as connection:
            return history(connection, comment.id)[-1].id

    def _put(self, table: Table, **row: object) -> int:
        made = insert(table).values(site_id=self.paper.site.id, **row).returning(table.c.id)
        with self.paper.database.writing() as connection:
            return int(connection.execute(made).scalar_one())
