"""The calls of the API, written by tools/python_client.py from docs/api."""

from typing import Any

from rejoinder_client import models
from rejoinder_client.transport import Transport, segment


class Client(Transport):
    """A newspaper's comments, by what its API can do.

    Each call raises ApiError where it is refused, and httpx.HTTPError where none answers.
    """

    def list_articles(
        self, *, section: str | None = None, cursor: str | None = None, limit: int | None = None
    ) -> models.ArticleList:
        """The site's articles, newest first."""
        return self.call(
            "GET",
            "/api/v1/articles",
            models.ArticleList,
            query={"section": section, "cursor": cursor, "limit": limit},
        )

    def put_article(
        self, body: models.ArticleIn, *, idempotency_key: str | None = None
    ) -> models.ArticleSummary:
        """Adds an article, or brings up to date the one that `cms_id`, `url` or `slug` names.

        Needs a key.
        """
        return self.call(
            "POST",
            "/api/v1/articles",
            models.ArticleSummary,
            headers={"Idempotency-Key": idempotency_key},
            body=body,
        )

    def get_article(self, article_id: int) -> models.ArticleSummary:
        """One article."""
        return self.call("GET", f"/api/v1/articles/{article_id}", models.ArticleSummary)

    def change_article(
        self, article_id: int, body: models.ArticlePatchIn, *, idempotency_key: str | None = None
    ) -> models.ArticleSummary:
        """Changes what is named of an article: words, address, `closed`, `unpublished`.

        Needs a key with the scope `articles`. One that was unpublished can be changed too.
        """
        return self.call(
            "PATCH",
            f"/api/v1/articles/{article_id}",
            models.ArticleSummary,
            headers={"Idempotency-Key": idempotency_key},
            body=body,
        )

    def see_article(
        self, body: models.SeenIn, *, idempotency_key: str | None = None
    ) -> models.ArticleSummary:
        """The article that a page means, made known where nobody told of it before.

        For pages of the site's own origins; needs no key, and so changes nothing that is known.
        """
        return self.call(
            "POST",
            "/api/v1/articles/seen",
            models.ArticleSummary,
            headers={"Idempotency-Key": idempotency_key},
            body=body,
        )

    def get_article_by_cms_id(self, cms_id: str) -> models.ArticleSummary:
        """The article that the newsroom's own system calls so."""
        return self.call("GET", f"/api/v1/articles/by-id/{segment(cms_id)}", models.ArticleSummary)

    def put_article_by_cms_id(
        self, cms_id: str, body: models.ArticleIn, *, idempotency_key: str | None = None
    ) -> models.ArticleSummary:
        """Adds the article that the newsroom's own system calls so, or brings it up to date.

        Needs a key with the scope `articles`.
        """
        return self.call(
            "PUT",
            f"/api/v1/articles/by-id/{segment(cms_id)}",
            models.ArticleSummary,
            headers={"Idempotency-Key": idempotency_key},
            body=body,
        )

    def most_read(self) -> models.MostRead:
        """The last 24 hours' articles by distinct readers, and by comments."""
        return self.call("GET", "/api/v1/most-read", models.MostRead)

    def list_comments(
        self,
        article_id: int,
        *,
        sort: models.Sort | None = None,
        cursor: str | None = None,
        limit: int | None = None,
    ) -> models.CommentPage:
        """A stretch of an article's thread."""
        return self.call(
            "GET",
            f"/api/v1/articles/{article_id}/comments",
            models.CommentPage,
            query={"sort": sort, "cursor": cursor, "limit": limit},
        )

    def submit_comment(
        self, article_id: int, body: models.CommentIn, *, idempotency_key: str | None = None
    ) -> models.Submitted:
        """Sends a comment to be decided about; the answer says what became of it and why."""
        return self.call(
            "POST",
            f"/api/v1/articles/{article_id}/comments",
            models.Submitted,
            headers={"Idempotency-Key": idempotency_key},
            body=body,
        )

    def get_counts(
        self,
        *,
        ids: list[int] | None = None,
        cms_ids: list[str] | None = None,
        slugs: list[str] | None = None,
    ) -> models.Counts:
        """The same by an address, which a browser or a cache may keep and ask again by its ETag.

        Each name as often as there are articles: `?ids=7&ids=8&cms_ids=cms-4711`.
        """
        return self.call(
            "GET",
            "/api/v1/counts",
            models.Counts,
            query={"ids": ids, "cms_ids": cms_ids, "slugs": slugs},
        )

    def count_comments(self, body: models.CountsIn) -> models.Counts:
        """How many comments are published under these articles, a hundred at most in all."""
        return self.call("POST", "/api/v1/counts", models.Counts, body=body)

    def get_your_comment(self, token: str) -> models.OwnComment:
        """What became of a comment; whoever has its private token is its author."""
        return self.call("GET", f"/api/v1/your-comments/{segment(token)}", models.OwnComment)

    def withdraw_your_comment(
        self, token: str, *, idempotency_key: str | None = None
    ) -> models.OwnComment:
        """Withdraws the comment; for a while it can be brought back.

        A second call changes nothing.
        """
        return self.call(
            "DELETE",
            f"/api/v1/your-comments/{segment(token)}",
            models.OwnComment,
            headers={"Idempotency-Key": idempotency_key},
        )

    def edit_your_comment(
        self, token: str, body: models.EditIn, *, idempotency_key: str | None = None
    ) -> models.OwnComment:
        """Gives the comment a new text, which is judged as if it were new.

        A text that would be declined is refused instead: the comment stays as it was.
        """
        return self.call(
            "PATCH",
            f"/api/v1/your-comments/{segment(token)}",
            models.OwnComment,
            headers={"Idempotency-Key": idempotency_key},
            body=body,
        )

    def bring_back_your_comment(
        self, token: str, *, idempotency_key: str | None = None
    ) -> models.OwnComment:
        """Brings a withdrawn comment back: it is again as it was last decided about."""
        return self.call(
            "POST",
            f"/api/v1/your-comments/{segment(token)}/return",
            models.OwnComment,
            headers={"Idempotency-Key": idempotency_key},
        )

    def appeal_your_comment(
        self, token: str, body: models.AppealIn, *, idempotency_key: str | None = None
    ) -> models.OwnComment:
        """Asks a person to look at a declined comment again; once for each comment."""
        return self.call(
            "POST",
            f"/api/v1/your-comments/{segment(token)}/appeals",
            models.OwnComment,
            headers={"Idempotency-Key": idempotency_key},
            body=body,
        )

    def list_statements_of_your_comment(
        self, token: str, *, cursor: str | None = None, limit: int | None = None
    ) -> models.OwnStatementPage:
        """Why one comment was held or declined, newest first; and a ban of its author in force."""
        return self.call(
            "GET",
            f"/api/v1/your-comments/{segment(token)}/statements",
            models.OwnStatementPage,
            query={"cursor": cursor, "limit": limit},
        )

    def list_your_statements(
        self,
        *,
        cursor: str | None = None,
        limit: int | None = None,
        reader_token: str | None = None,
    ) -> models.OwnStatementPage:
        """Why comments of a session's reader were held or declined, newest first, and their bans..



        Nobody else's: of a guest those on the comments that were sent with this session. With a key
        that may post, those of the reader whose signed token stands in `Reader-Token`.
        """
        return self.call(
            "GET",
            "/api/v1/your-statements",
            models.OwnStatementPage,
            query={"cursor": cursor, "limit": limit},
            headers={"Reader-Token": reader_token},
        )

    def list_statements(
        self, *, cursor: str | None = None, limit: int | None = None
    ) -> models.StatementPage:
        """All statements of reasons of the site, in the order in which they were written.

        Needs a key that may read, or moderate. Those of whoever may be about to harm themselves
        take
        one that may moderate.
        """
        return self.call(
            "GET",
            "/api/v1/statements",
            models.StatementPage,
            query={"cursor": cursor, "limit": limit},
        )

    def list_report_reasons(self) -> models.ReportReasonList:
        """The reasons for which a comment can be reported, in the site's language."""
        return self.call("GET", "/api/v1/report-reasons", models.ReportReasonList)

    def report_comment(
        self, comment_id: int, body: models.ReportIn, *, idempotency_key: str | None = None
    ) -> None:
        """Brings a comment before a moderator.

        A second report by the same reader changes nothing.
        """
        return self.call(
            "POST",
            f"/api/v1/comments/{comment_id}/reports",
            type(None),
            headers={"Idempotency-Key": idempotency_key},
            body=body,
        )

    def list_notice_kinds(self) -> models.NoticeKindList:
        """What somebody can give notice of as against the law, in the site's language."""
        return self.call("GET", "/api/v1/notice-kinds", models.NoticeKindList)

    def give_notice(
        self, comment_id: int, body: models.NoticeIn, *, idempotency_key: str | None = None
    ) -> models.NoticeOut:
        """Gives notice of a comment as against the law; a person decides, and says so by letter."""
        return self.call(
            "POST",
            f"/api/v1/comments/{comment_id}/notices",
            models.NoticeOut,
            headers={"Idempotency-Key": idempotency_key},
            body=body,
        )

    def get_notice(self, token: str) -> models.NoticeOut:
        """How it stands with a notice, for whoever has its token."""
        return self.call("GET", f"/api/v1/notices/{segment(token)}", models.NoticeOut)

    def ask_again_about_notice(
        self, token: str, body: models.NoticeAgainIn, *, idempotency_key: str | None = None
    ) -> models.NoticeOut:
        """Asks somebody else to look at a comment that was left standing; once."""
        return self.call(
            "POST",
            f"/api/v1/notices/{segment(token)}/again",
            models.NoticeOut,
            headers={"Idempotency-Key": idempotency_key},
            body=body,
        )

    def list_queue(
        self,
        *,
        view: models.View | None = None,
        cursor: str | None = None,
        limit: int | None = None,
    ) -> models.QueuePage:
        """What waits for a person, the most urgent first. Needs a key that may moderate."""
        return self.call(
            "GET",
            "/api/v1/moderation/queue",
            models.QueuePage,
            query={"view": view, "cursor": cursor, "limit": limit},
        )

    def get_moderated_comment(self, comment_id: int) -> models.CommentHistory:
        """One comment, whether it waits or not, and every decision about it."""
        return self.call("GET", f"/api/v1/moderation/comments/{comment_id}", models.CommentHistory)

    def mark_comment(
        self, comment_id: int, body: models.MarksIn, *, idempotency_key: str | None = None
    ) -> models.CommentMarks:
        """Makes a comment one of the newsroom's picks, puts it first in its thread, or neither."""
        return self.call(
            "PATCH",
            f"/api/v1/moderation/comments/{comment_id}",
            models.CommentMarks,
            headers={"Idempotency-Key": idempotency_key},
            body=body,
        )

    def list_decision_reasons(self) -> models.DecisionReasonList:
        """The reasons for which a person declines, as their author reads them."""
        return self.call("GET", "/api/v1/decision-reasons", models.DecisionReasonList)

    def decide(
        self, comment_id: int, body: models.DecisionIn, *, idempotency_key: str | None = None
    ) -> models.DecisionOut:
        """Publishes, holds or declines a comment. The same call twice decides once."""
        return self.call(
            "POST",
            f"/api/v1/moderation/comments/{comment_id}/decisions",
            models.DecisionOut,
            headers={"Idempotency-Key": idempotency_key},
            body=body,
        )

    def undo_decision(
        self, comment_id: int, decision_id: int, *, idempotency_key: str | None = None
    ) -> models.DecisionOut:
        """Takes the newest decision back: its own; with a key for an editor's acts anybody's."""
        return self.call(
            "POST",
            f"/api/v1/moderation/comments/{comment_id}/decisions/{decision_id}/undoing",
            models.DecisionOut,
            headers={"Idempotency-Key": idempotency_key},
        )

    def list_decisions(
        self, *, cursor: str | None = None, limit: int | None = None
    ) -> models.DecisionPage:
        """The log: every decision about the site's comments, newest first."""
        return self.call(
            "GET",
            "/api/v1/moderation/decisions",
            models.DecisionPage,
            query={"cursor": cursor, "limit": limit},
        )

    def give_standing(
        self, comment_id: int, body: models.StandingIn, *, idempotency_key: str | None = None
    ) -> models.StandingOut:
        """Watches, bans or trusts the author of a comment; `new` takes back what was given."""
        return self.call(
            "POST",
            f"/api/v1/moderation/comments/{comment_id}/standings",
            models.StandingOut,
            headers={"Idempotency-Key": idempotency_key},
            body=body,
        )

    def list_standings(
        self, *, cursor: str | None = None, limit: int | None = None
    ) -> models.RestrictedPage:
        """Who is banned or watched at present, the newest first."""
        return self.call(
            "GET",
            "/api/v1/moderation/standings",
            models.RestrictedPage,
            query={"cursor": cursor, "limit": limit},
        )

    def lift_standing(
        self, standing_id: int, body: models.LiftingIn, *, idempotency_key: str | None = None
    ) -> models.StandingOut:
        """Takes a ban or a watch back; a ban needs a key with `admin`."""
        return self.call(
            "POST",
            f"/api/v1/moderation/standings/{standing_id}/lifting",
            models.StandingOut,
            headers={"Idempotency-Key": idempotency_key},
            body=body,
        )

    def list_notes_of_comment(
        self, comment_id: int, *, cursor: str | None = None, limit: int | None = None
    ) -> models.NotePage:
        """What was told of a comment, of its author and of their other comments."""
        return self.call(
            "GET",
            f"/api/v1/moderation/comments/{comment_id}/notes",
            models.NotePage,
            query={"cursor": cursor, "limit": limit},
        )

    def write_note_of_comment(
        self, comment_id: int, body: models.NoteIn, *, idempotency_key: str | None = None
    ) -> models.NoteOut:
        """Keeps a note about a comment."""
        return self.call(
            "POST",
            f"/api/v1/moderation/comments/{comment_id}/notes",
            models.NoteOut,
            headers={"Idempotency-Key": idempotency_key},
            body=body,
        )

    def list_notes_of_author(
        self, author_id: int, *, cursor: str | None = None, limit: int | None = None
    ) -> models.NotePage:
        """What was told of an author and of each of their comments."""
        return self.call(
            "GET",
            f"/api/v1/moderation/authors/{author_id}/notes",
            models.NotePage,
            query={"cursor": cursor, "limit": limit},
        )

    def write_note_of_author(
        self, author_id: int, body: models.NoteIn, *, idempotency_key: str | None = None
    ) -> models.NoteOut:
        """Keeps a note about an author, which stands on the card of each of their comments."""
        return self.call(
            "POST",
            f"/api/v1/moderation/authors/{author_id}/notes",
            models.NoteOut,
            headers={"Idempotency-Key": idempotency_key},
            body=body,
        )

    def pass_on(
        self, comment_id: int, body: models.PassingIn, *, idempotency_key: str | None = None
    ) -> models.PassingOut:
        """Asks an editor to decide, with a note or without."""
        return self.call(
            "POST",
            f"/api/v1/moderation/comments/{comment_id}/passings",
            models.PassingOut,
            headers={"Idempotency-Key": idempotency_key},
            body=body,
        )

    def answer_passing(
        self, passing_id: int, body: models.NoteIn, *, idempotency_key: str | None = None
    ) -> models.PassingOut:
        """Gives a comment back, with an answer to whoever passed it on.

        Needs a key with `admin`.
        """
        return self.call(
            "POST",
            f"/api/v1/moderation/passings/{passing_id}/answers",
            models.PassingOut,
            headers={"Idempotency-Key": idempotency_key},
            body=body,
        )

    def undo_passing(
        self, passing_id: int, *, idempotency_key: str | None = None
    ) -> models.PassingLeft:
        """Takes the answer back; where there is none, the passing on. With `admin` anybody's."""
        return self.call(
            "POST",
            f"/api/v1/moderation/passings/{passing_id}/undoing",
            models.PassingLeft,
            headers={"Idempotency-Key": idempotency_key},
        )

    def put_thread(
        self, article_id: int, body: models.ThreadIn, *, idempotency_key: str | None = None
    ) -> models.ArticleSummary:
        """Closes an article's thread, or opens it again; a moderator's key only closes."""
        return self.call(
            "PUT",
            f"/api/v1/articles/{article_id}/thread",
            models.ArticleSummary,
            headers={"Idempotency-Key": idempotency_key},
            body=body,
        )

    def list_site_comments(
        self, *, cursor: str | None = None, limit: int | None = None
    ) -> models.SiteCommentPage:
        """All comments of the site in the order in which they came. Needs a key that may read."""
        return self.call(
            "GET",
            "/api/v1/comments",
            models.SiteCommentPage,
            query={"cursor": cursor, "limit": limit},
        )

    def get_policy(
        self, *, section: str | None = None, article: str | None = None
    ) -> models.PolicyOut:
        """The rules in force, everywhere or as they are at one place. Needs a key with `admin`."""
        return self.call(
            "GET",
            "/api/v1/policy",
            models.PolicyOut,
            query={"section": section, "article": article},
        )

    def put_policy(
        self, body: models.PolicyIn, *, idempotency_key: str | None = None
    ) -> models.PolicyOut:
        """Puts other rules in force from the next comment on. Needs a key with `admin`."""
        return self.call(
            "PUT",
            "/api/v1/policy",
            models.PolicyOut,
            headers={"Idempotency-Key": idempotency_key},
            body=body,
        )

    def list_policy_versions(
        self, *, cursor: str | None = None, limit: int | None = None
    ) -> models.PolicyVersionPage:
        """All rules that were ever put in force, without their texts, the newest first."""
        return self.call(
            "GET",
            "/api/v1/policy/versions",
            models.PolicyVersionPage,
            query={"cursor": cursor, "limit": limit},
        )

    def get_policy_version(self, policy_id: int) -> models.PolicyOut:
        """One of them, as it was written."""
        return self.call("GET", f"/api/v1/policy/versions/{policy_id}", models.PolicyOut)

    def list_policy_drafts(
        self, *, cursor: str | None = None, limit: int | None = None
    ) -> models.DraftPage:
        """Drafts of the rules without their texts, the newest first. Needs a key with `admin`."""
        return self.call(
            "GET",
            "/api/v1/policy/drafts",
            models.DraftPage,
            query={"cursor": cursor, "limit": limit},
        )

    def write_policy_draft(
        self, body: models.DraftIn, *, idempotency_key: str | None = None
    ) -> models.DraftOut:
        """Keeps rules that are to be tried; they decide nothing."""
        return self.call(
            "POST",
            "/api/v1/policy/drafts",
            models.DraftOut,
            headers={"Idempotency-Key": idempotency_key},
            body=body,
        )

    def draft_policy_changes(
        self, body: models.ChangesIn, *, idempotency_key: str | None = None
    ) -> models.DraftOut:
        """Writes a draft with other settings, everywhere or in one section; all else as it was."""
        return self.call(
            "POST",
            "/api/v1/policy/changes",
            models.DraftOut,
            headers={"Idempotency-Key": idempotency_key},
            body=body,
        )

    def get_policy_draft(self, draft_id: int) -> models.DraftOut:
        """A draft, with what it changes of the policy in force."""
        return self.call("GET", f"/api/v1/policy/drafts/{draft_id}", models.DraftOut)

    def list_policy_replays(self, draft_id: int) -> models.ReplayList:
        """The newest ten replays of these words, in whichever draft they stand."""
        return self.call("GET", f"/api/v1/policy/drafts/{draft_id}/replays", models.ReplayList)

    def replay_policy_draft(
        self, draft_id: int, body: models.ReplayIn, *, idempotency_key: str | None = None
    ) -> models.ReplayOut:
        """Has a draft replayed on past comments, beside all else; ask how far it is."""
        return self.call(
            "POST",
            f"/api/v1/policy/drafts/{draft_id}/replays",
            models.ReplayOut,
            headers={"Idempotency-Key": idempotency_key},
            body=body,
        )

    def get_policy_replay(self, replay_id: int) -> models.ReplayOut:
        """How far a replay is; then its figures. Needs a key with `admin`."""
        return self.call("GET", f"/api/v1/policy/replays/{replay_id}", models.ReplayOut)

    def list_policy_replay_comments(
        self,
        replay_id: int,
        *,
        was: models.Outcome | None = None,
        becomes: models.Outcome | None = None,
        cursor: str | None = None,
        limit: int | None = None,
    ) -> models.ChangedCommentPage:
        """Up to five hundred comments that would change in one way, the newest first."""
        return self.call(
            "GET",
            f"/api/v1/policy/replays/{replay_id}/comments",
            models.ChangedCommentPage,
            query={"was": was, "becomes": becomes, "cursor": cursor, "limit": limit},
        )

    def cancel_policy_replay(
        self, replay_id: int, *, idempotency_key: str | None = None
    ) -> models.ReplayOut:
        """Stops a replay; one that has ended stays as it is."""
        return self.call(
            "POST",
            f"/api/v1/policy/replays/{replay_id}/cancelling",
            models.ReplayOut,
            headers={"Idempotency-Key": idempotency_key},
        )

    def get_shadow_policy(self) -> models.ShadowOut:
        """The one that runs beside, or that ran last, and what it would have made of comments."""
        return self.call("GET", "/api/v1/policy/shadow", models.ShadowOut)

    def begin_shadow_policy(
        self, body: models.ShadowIn, *, idempotency_key: str | None = None
    ) -> models.ShadowOut:
        """Lets a draft decide beside the policy in force, without any effect; another one ends."""
        return self.call(
            "PUT",
            "/api/v1/policy/shadow",
            models.ShadowOut,
            headers={"Idempotency-Key": idempotency_key},
            body=body,
        )

    def end_shadow_policy(self, *, idempotency_key: str | None = None) -> None:
        """Ends it; what it would have decided is kept."""
        return self.call(
            "DELETE",
            "/api/v1/policy/shadow",
            type(None),
            headers={"Idempotency-Key": idempotency_key},
        )

    def list_shadow_differences(
        self, *, cursor: str | None = None, limit: int | None = None
    ) -> models.ShadowDifferencePage:
        """The comments of which it would have made something else, the newest first."""
        return self.call(
            "GET",
            "/api/v1/policy/shadow/differences",
            models.ShadowDifferencePage,
            query={"cursor": cursor, "limit": limit},
        )

    def list_staff(self) -> models.StaffList:
        """Everybody who works at the desk. Needs a key with `admin`, as do the other calls."""
        return self.call("GET", "/api/v1/staff", models.StaffList)

    def add_staff(
        self, body: models.StaffIn, *, idempotency_key: str | None = None
    ) -> models.StaffOut:
        """Lets somebody in, who gets a letter; or changes who is there already."""
        return self.call(
            "POST",
            "/api/v1/staff",
            models.StaffOut,
            headers={"Idempotency-Key": idempotency_key},
            body=body,
        )

    def remove_staff(self, staff_id: int, *, idempotency_key: str | None = None) -> None:
        """Shuts the desk to somebody at once; what they decided stays decided, in their name."""
        return self.call(
            "DELETE",
            f"/api/v1/staff/{staff_id}",
            type(None),
            headers={"Idempotency-Key": idempotency_key},
        )

    def change_staff(
        self, staff_id: int, body: models.StaffPatchIn, *, idempotency_key: str | None = None
    ) -> models.StaffOut:
        """Gives somebody another name or role, or other sections."""
        return self.call(
            "PATCH",
            f"/api/v1/staff/{staff_id}",
            models.StaffOut,
            headers={"Idempotency-Key": idempotency_key},
            body=body,
        )

    def look_at_choice(self, body: models.ChoiceIn) -> models.ChoiceOut:
        """How many comments have a score in a range, and which the highest; changes nothing."""
        return self.call("POST", "/api/v1/moderation/choices", models.ChoiceOut, body=body)

    def list_jobs(self) -> models.JobList:
        """The newest hundred jobs, the last one first."""
        return self.call("GET", "/api/v1/moderation/jobs", models.JobList)

    def begin_job(self, body: models.JobIn, *, idempotency_key: str | None = None) -> models.JobOut:
        """Lets all comments of a choice be decided, as whoever asks saw them."""
        return self.call(
            "POST",
            "/api/v1/moderation/jobs",
            models.JobOut,
            headers={"Idempotency-Key": idempotency_key},
            body=body,
        )

    def get_job(self, job_id: int) -> models.JobOut:
        """How far a job is."""
        return self.call("GET", f"/api/v1/moderation/jobs/{job_id}", models.JobOut)

    def stop_job(self, job_id: int, *, idempotency_key: str | None = None) -> models.JobOut:
        """Stops a job; what it decided stays so."""
        return self.call(
            "POST",
            f"/api/v1/moderation/jobs/{job_id}/stopping",
            models.JobOut,
            headers={"Idempotency-Key": idempotency_key},
        )

    def resume_job(self, job_id: int, *, idempotency_key: str | None = None) -> models.JobOut:
        """Lets a job go on."""
        return self.call(
            "POST",
            f"/api/v1/moderation/jobs/{job_id}/resumption",
            models.JobOut,
            headers={"Idempotency-Key": idempotency_key},
        )

    def undo_job(self, job_id: int, *, idempotency_key: str | None = None) -> models.JobOut:
        """Takes back what a job decided, as a job of its own, which is answered."""
        return self.call(
            "POST",
            f"/api/v1/moderation/jobs/{job_id}/undoing",
            models.JobOut,
            headers={"Idempotency-Key": idempotency_key},
        )

    def list_changes(self, article_id: int, *, after: int | None = None) -> models.ThreadChanges:
        """What happened in a thread since a change, for those who cannot keep a stream open.

        The answer's ETag stays the same while nothing happens in the thread.
        """
        return self.call(
            "GET",
            f"/api/v1/articles/{article_id}/changes",
            models.ThreadChanges,
            query={"after": after},
        )

    def begin_session(
        self, body: models.TokenIn, *, idempotency_key: str | None = None
    ) -> models.NewSession:
        """Begins a session for whom the site's own accounts vouch by a signed token."""
        return self.call(
            "POST",
            "/api/v1/sessions",
            models.NewSession,
            headers={"Idempotency-Key": idempotency_key},
            body=body,
        )

    def get_session(self) -> models.SessionOut:
        """Whom the session knows, and until when."""
        return self.call("GET", "/api/v1/sessions/current", models.SessionOut)

    def end_session(self, *, idempotency_key: str | None = None) -> None:
        """Ends the session: its token opens nothing any more."""
        return self.call(
            "DELETE",
            "/api/v1/sessions/current",
            type(None),
            headers={"Idempotency-Key": idempotency_key},
        )

    def list_webhooks(self) -> models.WebhookList:
        """Who is told of what happens. Needs a key with the scope `admin`, as all of these do."""
        return self.call("GET", "/api/v1/webhooks", models.WebhookList)

    def add_webhook(
        self, body: models.WebhookIn, *, idempotency_key: str | None = None
    ) -> models.SecretOut:
        """Tells an address of what happens from now on; answers with its number and its secret."""
        return self.call(
            "POST",
            "/api/v1/webhooks",
            models.SecretOut,
            headers={"Idempotency-Key": idempotency_key},
            body=body,
        )

    def get_webhook(self, webhook_id: int) -> models.WebhookOut:
        """One webhook."""
        return self.call("GET", f"/api/v1/webhooks/{webhook_id}", models.WebhookOut)

    def remove_webhook(self, webhook_id: int, *, idempotency_key: str | None = None) -> None:
        """Tells it nothing more, and forgets what was on its way to it."""
        return self.call(
            "DELETE",
            f"/api/v1/webhooks/{webhook_id}",
            type(None),
            headers={"Idempotency-Key": idempotency_key},
        )

    def rotate_webhook_secret(
        self, webhook_id: int, *, idempotency_key: str | None = None
    ) -> models.SecretOut:
        """Gives it another secret; the old one signs beside it for two days."""
        return self.call(
            "POST",
            f"/api/v1/webhooks/{webhook_id}/secret",
            models.SecretOut,
            headers={"Idempotency-Key": idempotency_key},
        )

    def switch_on_webhook(
        self, webhook_id: int, *, idempotency_key: str | None = None
    ) -> models.WebhookOut:
        """Tells it again, if it was switched off: of what happens from now on."""
        return self.call(
            "POST",
            f"/api/v1/webhooks/{webhook_id}/on",
            models.WebhookOut,
            headers={"Idempotency-Key": idempotency_key},
        )

    def test_webhook(
        self, webhook_id: int, *, idempotency_key: str | None = None
    ) -> models.DeliveryOut:
        """Sends it a message that tells of nothing, within a second or two; see its deliveries."""
        return self.call(
            "POST",
            f"/api/v1/webhooks/{webhook_id}/tests",
            models.DeliveryOut,
            headers={"Idempotency-Key": idempotency_key},
        )

    def list_deliveries(
        self, webhook_id: int, *, cursor: str | None = None, limit: int | None = None
    ) -> models.DeliveryPage:
        """What was or is on its way to it in the last three weeks, the newest first."""
        return self.call(
            "GET",
            f"/api/v1/webhooks/{webhook_id}/deliveries",
            models.DeliveryPage,
            query={"cursor": cursor, "limit": limit},
        )

    def replay_delivery(
        self, delivery_id: int, *, idempotency_key: str | None = None
    ) -> models.DeliveryOut:
        """Sends a message again, under its name, within a second or two, and for another day."""
        return self.call(
            "POST",
            f"/api/v1/webhooks/deliveries/{delivery_id}/replays",
            models.DeliveryOut,
            headers={"Idempotency-Key": idempotency_key},
        )

    def judge(self, body: dict[str, Any]) -> dict[str, Any]:
        """Judges one text or up to 1,000. Nothing of them is kept."""
        return self.call("POST", "/api/v1/judgements", dict[str, Any], body=body)
