"""The shapes of the API, written by tools/python_client.py from docs/api."""

from __future__ import annotations

from typing import Any, Literal

from msgspec import UNSET, Struct, UnsetType


class AboveOut(Struct, kw_only=True):
    """AboveOut"""

    id: int
    author: str
    text: str


class AnswerOfPassing(Struct, kw_only=True):
    """AnswerOfPassing"""

    by: str
    note: str
    made_at: str


class AppealIn(Struct, kw_only=True):
    """AppealIn"""

    note: str | UnsetType = UNSET
    reader_token: str | UnsetType = UNSET


class ArticleCount(Struct, kw_only=True):
    """ArticleCount"""

    id: int
    cms_id: str | None
    slug: str
    count: int
    closed: bool


class ArticleIn(Struct, kw_only=True):
    """ArticleIn"""

    headline: str
    body: str
    slug: str | UnsetType = UNSET
    section: str | UnsetType = UNSET
    standfirst: str | UnsetType = UNSET
    byline: str | UnsetType = UNSET
    dateline: str | UnsetType = UNSET
    author_note: str | UnsetType = UNSET
    published: str | UnsetType | None = UNSET
    body_format: Literal["markdown", "html"] | UnsetType = UNSET
    cms_id: str | UnsetType = UNSET
    url: str | UnsetType = UNSET
    addresses: list[str] | UnsetType = UNSET


class ArticleList(Struct, kw_only=True):
    """ArticleList"""

    articles: list[ArticleSummary]
    next: str | None


class ArticlePatchIn(Struct, kw_only=True):
    """ArticlePatchIn"""

    headline: str | UnsetType = UNSET
    body: str | UnsetType = UNSET
    body_format: Literal["markdown", "html"] | UnsetType = UNSET
    section: str | UnsetType = UNSET
    standfirst: str | UnsetType = UNSET
    byline: str | UnsetType = UNSET
    dateline: str | UnsetType = UNSET
    author_note: str | UnsetType = UNSET
    published: str | UnsetType = UNSET
    url: str | UnsetType = UNSET
    addresses: list[str] | UnsetType = UNSET
    closed: bool | UnsetType = UNSET
    unpublished: bool | UnsetType = UNSET


class ArticleSummary(Struct, kw_only=True):
    """ArticleSummary"""

    id: int
    cms_id: str | None
    slug: str
    url: str
    section: str
    headline: str
    standfirst: str
    published_at: str
    comment_count: int
    closed: bool
    subscribers_only: bool


class AuthorIn(Struct, kw_only=True):
    """AuthorIn"""

    name: str | UnsetType = UNSET
    email: str | UnsetType = UNSET


class BeforeAfter(Struct, kw_only=True):
    """BeforeAfter"""

    was: ShareOut
    becomes: ShareOut


class ChangeOut(Struct, kw_only=True):
    """ChangeOut"""

    section: str
    article: str
    was: dict[str, Any]
    becomes: dict[str, Any]


class ChangedComment(Struct, kw_only=True):
    """ChangedComment"""

    comment_id: int
    was_by: str
    becomes_by: str


class ChangedCommentPage(Struct, kw_only=True):
    """ChangedCommentPage"""

    comments: list[ChangedComment]
    next: str | None


class ChangesIn(Struct, kw_only=True):
    """ChangesIn"""

    changes: dict[str, float | str | list[str] | None]
    section: str | UnsetType = UNSET
    article: str | UnsetType = UNSET
    draft_id: int | UnsetType = UNSET


class ChoiceIn(Struct, kw_only=True):
    """ChoiceIn"""

    score: Literal[
        "toxicity",
        "severe_toxicity",
        "insult",
        "threat",
        "identity_attack",
        "profanity",
        "sexually_explicit",
        "spam",
        "private_data",
        "despair",
        "on_topic",
        "meta",
    ]
    low: float
    high: float
    state: Literal["published", "held", "declined"] | UnsetType | None = UNSET
    section: str | UnsetType | None = UNSET
    article_id: int | UnsetType | None = UNSET
    author_id: int | UnsetType | None = UNSET
    since: str | UnsetType | None = UNSET
    until: str | UnsetType | None = UNSET
    language: str | UnsetType | None = UNSET


class ChoiceOut(Struct, kw_only=True):
    """ChoiceOut"""

    count: int
    comments: list[ScoredComment]
    seen: JobSeen


class CommentHistory(Struct, kw_only=True):
    """CommentHistory"""

    comment: ModeratedComment
    decisions: list[DecisionOut]


class CommentIn(Struct, kw_only=True):
    """CommentIn"""

    text: str
    author: AuthorIn | UnsetType = UNSET
    parent_id: int | UnsetType | None = UNSET
    key: str | UnsetType = UNSET
    reader_token: str | UnsetType = UNSET


class CommentMarks(Struct, kw_only=True):
    """CommentMarks"""

    id: int
    picked: bool
    pinned: bool


class CommentOut(Struct, kw_only=True):
    """CommentOut"""

    id: int
    parent_id: int | None
    author: str | None
    author_badge: Literal["staff", "author", "subscriber"] | None
    html: str
    created_at: str
    edited_at: str | None
    permalink: str
    depth: int
    state: str
    pinned: bool
    picked: bool


class CommentPage(Struct, kw_only=True):
    """CommentPage"""

    comments: list[CommentOut]
    next: str | None
    count: int
    closed: bool


class Counts(Struct, kw_only=True):
    """Counts"""

    counts: list[ArticleCount]


class CountsIn(Struct, kw_only=True):
    """CountsIn"""

    ids: list[int] | UnsetType = UNSET
    cms_ids: list[str] | UnsetType = UNSET
    slugs: list[str] | UnsetType = UNSET


class DayCount(Struct, kw_only=True):
    """DayCount"""

    day: str
    comments: int
    held_was: int
    held_becomes: int


class DecisionIn(Struct, kw_only=True):
    """DecisionIn"""

    outcome: Literal["publish", "hold", "decline"]
    seen: int
    reason: str | UnsetType = UNSET
    note: str | UnsetType = UNSET
    ban: bool | UnsetType = UNSET


class DecisionOut(Struct, kw_only=True):
    """DecisionOut"""

    id: int
    comment_id: int
    outcome: str
    made_by: str
    by: str
    reason: str
    note: str
    undoes_id: int | None
    made_at: str


class DecisionPage(Struct, kw_only=True):
    """DecisionPage"""

    decisions: list[DecisionOut]
    next: str | None


class DecisionReasonList(Struct, kw_only=True):
    """DecisionReasonList"""

    reasons: list[DecisionReasonOut]


class DecisionReasonOut(Struct, kw_only=True):
    """DecisionReasonOut"""

    reason: str
    label: str
    message: str


class DeliveryOut(Struct, kw_only=True):
    """DeliveryOut"""

    id: int
    message_id: str
    event: str
    article_id: int | None
    comment_id: int | None
    happened_at: str
    fate: str
    due_at: str | None
    tries: int
    tried_at: str | None
    status: int | None
    problem: str


class DeliveryPage(Struct, kw_only=True):
    """DeliveryPage"""

    deliveries: list[DeliveryOut]
    next: str | None


class DifferenceOut(Struct, kw_only=True):
    """DifferenceOut"""

    section: str
    article: str
    settings: dict[str, Any]


class DraftIn(Struct, kw_only=True):
    """DraftIn"""

    source: str


class DraftOut(Struct, kw_only=True):
    """DraftOut"""

    id: int
    version: str
    made_by: str
    made_at: str
    source: str
    readable: bool
    settings: dict[str, Any]
    differences: list[DifferenceOut]
    changes: list[ChangeOut]


class DraftPage(Struct, kw_only=True):
    """DraftPage"""

    drafts: list[DraftSummary]
    next: str | None


class DraftSummary(Struct, kw_only=True):
    """DraftSummary"""

    id: int
    version: str
    made_by: str
    made_at: str


class EditIn(Struct, kw_only=True):
    """EditIn"""

    text: str
    reader_token: str | UnsetType = UNSET


class ErrorDetail(Struct, kw_only=True):
    """ErrorDetail"""

    code: str
    message: str
    details: dict[str, Any]


class ErrorOut(Struct, kw_only=True):
    """ErrorOut"""

    error: ErrorDetail


class ExplanationOut(Struct, kw_only=True):
    """ExplanationOut"""

    title: str
    text: str


class FiguresOut(Struct, kw_only=True):
    """FiguresOut"""

    comments: int
    unjudged: int
    moves: list[Move]
    rules: list[RuleCount]
    days: list[DayCount]
    precision: BeforeAfter
    recall: BeforeAfter
    upheld: BeforeAfter


class FindingOut(Struct, kw_only=True):
    """FindingOut"""

    rule: str
    severity: str
    spans: list[tuple[int, int]]
    evidence: list[str]


class JobIn(Struct, kw_only=True):
    """JobIn"""

    choice: ChoiceIn
    outcome: Literal["publish", "hold", "decline"]
    seen: JobSeenIn
    reason: str | UnsetType = UNSET
    note: str | UnsetType = UNSET


class JobList(Struct, kw_only=True):
    """JobList"""

    jobs: list[JobOut]


class JobOut(Struct, kw_only=True):
    """JobOut"""

    id: int
    state: str
    outcome: str | None
    reason: str
    note: str
    by: str
    undoes_id: int | None
    undone_by: int | None
    expected: int
    decided: int
    left_out: dict[str, int]
    problem: str
    made_at: str
    ended_at: str | None


class JobSeen(Struct, kw_only=True):
    """JobSeen"""

    comment_id: int
    decision_id: int


class JobSeenIn(Struct, kw_only=True):
    """JobSeenIn"""

    comment_id: int
    decision_id: int


class LiftingIn(Struct, kw_only=True):
    """LiftingIn"""

    reason: str


class MarksIn(Struct, kw_only=True):
    """MarksIn"""

    picked: bool | UnsetType = UNSET
    pinned: bool | UnsetType = UNSET


class ModeratedComment(Struct, kw_only=True):
    """ModeratedComment"""

    id: int
    article_id: int
    article_url: str
    headline: str
    parent_id: int | None
    author_id: int
    author: str
    author_verified: bool
    author_standing: str
    status: str
    text: str
    html: str
    created_at: str
    edited_at: str | None
    waiting_since: str | None
    decision: DecisionOut
    findings: list[FindingOut]
    reports: list[OpenReportOut]
    appeal: OpenAppealOut | None
    above: list[AboveOut]
    passing: PassingOut | None


class MostRead(Struct, kw_only=True):
    """MostRead"""

    most_read: list[Ranked]
    most_commented: list[Ranked]


class Move(Struct, kw_only=True):
    """Move"""

    was: Literal["publish", "hold", "decline"]
    becomes: Literal["publish", "hold", "decline"]
    comments: int


class NewSession(Struct, kw_only=True):
    """NewSession"""

    session: str
    expires_at: str
    reader: ReaderOut


class NoteIn(Struct, kw_only=True):
    """NoteIn"""

    note: str


class NoteOut(Struct, kw_only=True):
    """NoteOut"""

    id: int
    author_id: int
    comment_id: int | None
    by: str
    note: str
    passed_on: bool
    gave_back: bool
    made_at: str


class NotePage(Struct, kw_only=True):
    """NotePage"""

    notes: list[NoteOut]
    next: str | None


class NoticeAgainIn(Struct, kw_only=True):
    """NoticeAgainIn"""

    note: str | UnsetType = UNSET


class NoticeIn(Struct, kw_only=True):
    """NoticeIn"""

    kind: str
    explanation: str
    good_faith: bool
    name: str | UnsetType = UNSET
    email: str | UnsetType = UNSET
    danger: bool | UnsetType = UNSET
    reader_token: str | UnsetType = UNSET


class NoticeKindList(Struct, kw_only=True):
    """NoticeKindList"""

    kinds: list[NoticeKindOut]


class NoticeKindOut(Struct, kw_only=True):
    """NoticeKindOut"""

    kind: str
    label: str


class NoticeOut(Struct, kw_only=True):
    """NoticeOut"""

    comment_id: int
    kind: str
    explanation: str
    status: Literal["waiting", "taken-down", "left"]
    made_at: str
    answered_at: str | None
    asked_again: bool
    can_ask_again: bool
    token: str
    status_url: str


class OpenAppealOut(Struct, kw_only=True):
    """OpenAppealOut"""

    note: str
    made_at: str


class OpenReportOut(Struct, kw_only=True):
    """OpenReportOut"""

    reason: str
    note: str
    made_at: str
    earlier_text: str


Outcome = Literal["publish", "hold", "decline"]


class OwnComment(Struct, kw_only=True):
    """OwnComment"""

    id: int
    article_id: int
    parent_id: int | None
    status: str
    message: str
    reasons: list[ReasonOut]
    text: str
    html: str
    created_at: str
    edited_at: str | None
    permalink: str | None
    appealed: bool
    can_edit: bool
    can_withdraw: bool
    can_bring_back: bool
    can_appeal: bool
    can_send_again: bool


class OwnStatement(Struct, kw_only=True):
    """OwnStatement"""

    id: int
    puid: str
    comment_id: int | None
    restriction: str
    in_force: bool
    ends_at: str | None
    rule: str
    rule_title: str
    decision_ground: str
    category: str
    category_specification: str
    decision_facts: str
    source_type: str
    automated_detection: bool
    automated_decision: str
    content_language: str
    content_date: str
    policy_version: str
    made_at: str
    explanation: list[ExplanationOut]
    reasons: list[ReasonOut]
    can_edit: bool
    can_send_again: bool
    can_appeal: bool
    appealed: bool
    appeal_from: str | None
    appeal_until: str
    token: str | None
    page_url: str | None


class OwnStatementPage(Struct, kw_only=True):
    """OwnStatementPage"""

    statements: list[OwnStatement]
    next: str | None


class PassingIn(Struct, kw_only=True):
    """PassingIn"""

    seen: int
    note: str | UnsetType = UNSET


class PassingLeft(Struct, kw_only=True):
    """PassingLeft"""

    comment_id: int
    passing: PassingOut | None


class PassingOut(Struct, kw_only=True):
    """PassingOut"""

    id: int
    comment_id: int
    by: str
    note: str
    made_at: str
    answer: AnswerOfPassing | None


class PolicyIn(Struct, kw_only=True):
    """PolicyIn"""

    source: str
    reason: str
    seen: int
    sure: bool | UnsetType = UNSET


class PolicyOut(Struct, kw_only=True):
    """PolicyOut"""

    id: int
    version: str
    put_by: str | None
    put_at: str | None
    reason: str
    source: str
    readable: bool
    settings: dict[str, Any]
    differences: list[DifferenceOut]


class PolicyVersion(Struct, kw_only=True):
    """PolicyVersion"""

    id: int
    version: str
    put_by: str | None
    put_at: str | None
    reason: str


class PolicyVersionPage(Struct, kw_only=True):
    """PolicyVersionPage"""

    versions: list[PolicyVersion]
    next: str | None


class QueueCounts(Struct, kw_only=True):
    """QueueCounts"""

    all: int
    held: int
    reported: int
    appealed: int
    new: int
    watched: int
    unjudged: int
    passed: int


class QueuePage(Struct, kw_only=True):
    """QueuePage"""

    comments: list[ModeratedComment]
    next: str | None
    counts: QueueCounts


class Ranked(Struct, kw_only=True):
    """Ranked"""

    id: int
    url: str
    headline: str
    section: str
    count: int


class ReaderOut(Struct, kw_only=True):
    """ReaderOut"""

    name: str
    badge: str | None
    signed_in: bool
    name_problem: str | UnsetType | None = UNSET


class ReasonOut(Struct, kw_only=True):
    """ReasonOut"""

    rule: str
    message: str
    advice: str
    spans: list[tuple[int, int]]
    help: list[str]


class ReplayIn(Struct, kw_only=True):
    """ReplayIn"""

    days: int | UnsetType = UNSET
    sections: list[str] | UnsetType = UNSET


class ReplayList(Struct, kw_only=True):
    """ReplayList"""

    replays: list[ReplayOut]


class ReplayOut(Struct, kw_only=True):
    """ReplayOut"""

    id: int
    draft_id: int
    days: int
    sections: list[str]
    state: Literal["waiting", "running", "done", "cancelled", "failed"]
    asked_by: str
    asked_at: str
    ended_at: str | None
    done: int
    total: int
    figures: FiguresOut | None


class ReportIn(Struct, kw_only=True):
    """ReportIn"""

    reason: str
    note: str | UnsetType = UNSET
    email: str | UnsetType = UNSET
    reader_token: str | UnsetType = UNSET


class ReportReasonList(Struct, kw_only=True):
    """ReportReasonList"""

    reasons: list[ReportReasonOut]


class ReportReasonOut(Struct, kw_only=True):
    """ReportReasonOut"""

    reason: str
    label: str


class RestrictedOut(Struct, kw_only=True):
    """RestrictedOut"""

    id: int
    author_id: int | None
    name: str
    email: str | None
    proved: bool
    standing: str
    reason: str
    made_by: str
    made_at: str
    until: str | None


class RestrictedPage(Struct, kw_only=True):
    """RestrictedPage"""

    standings: list[RestrictedOut]
    next: str | None


class RuleCount(Struct, kw_only=True):
    """RuleCount"""

    rule: str
    was: int
    becomes: int


class ScoredComment(Struct, kw_only=True):
    """ScoredComment"""

    id: int
    score: float


class SecretOut(Struct, kw_only=True):
    """SecretOut"""

    id: int
    secret: str


class SeenIn(Struct, kw_only=True):
    """SeenIn"""

    url: str
    cms_id: str | UnsetType = UNSET
    headline: str | UnsetType = UNSET
    text: str | UnsetType = UNSET
    text_format: Literal["html", "markdown"] | UnsetType = UNSET


class SessionOut(Struct, kw_only=True):
    """SessionOut"""

    expires_at: str
    reader: ReaderOut


class ShadowDifferenceOut(Struct, kw_only=True):
    """ShadowDifferenceOut"""

    id: int
    comment_id: int
    was: Literal["publish", "hold", "decline"]
    becomes: Literal["publish", "hold", "decline"]
    rule: str
    made_at: str


class ShadowDifferencePage(Struct, kw_only=True):
    """ShadowDifferencePage"""

    differences: list[ShadowDifferenceOut]
    next: str | None


class ShadowIn(Struct, kw_only=True):
    """ShadowIn"""

    draft_id: int


class ShadowOut(Struct, kw_only=True):
    """ShadowOut"""

    draft_id: int
    version: str
    running: bool
    begun_by: str
    begun_at: str
    ended_by: str | None
    ended_at: str | None
    moves: list[Move]


class ShareOut(Struct, kw_only=True):
    """ShareOut"""

    part: int
    whole: int
    low: float
    high: float


class SiteComment(Struct, kw_only=True):
    """SiteComment"""

    id: int
    article_id: int
    parent_id: int | None
    author: str
    status: str
    text: str
    html: str
    created_at: str
    edited_at: str | None
    decision: DecisionOut


class SiteCommentPage(Struct, kw_only=True):
    """SiteCommentPage"""

    comments: list[SiteComment]
    next: str | None


Sort = Literal["newest", "oldest", "most-replied", "picks"]


class StaffIn(Struct, kw_only=True):
    """StaffIn"""

    email: str
    name: str
    role: Literal["observer", "moderator", "editor", "administrator"]
    sections: list[str] | UnsetType = UNSET


class StaffList(Struct, kw_only=True):
    """StaffList"""

    staff: list[StaffOut]


class StaffOut(Struct, kw_only=True):
    """StaffOut"""

    id: int
    email: str
    name: str
    role: Literal["observer", "moderator", "editor", "administrator"]
    sections: list[str]
    passkeys: int


class StaffPatchIn(Struct, kw_only=True):
    """StaffPatchIn"""

    name: str | UnsetType = UNSET
    role: Literal["observer", "moderator", "editor", "administrator"] | UnsetType = UNSET
    sections: list[str] | UnsetType = UNSET


class StandingIn(Struct, kw_only=True):
    """StandingIn"""

    standing: Literal["new", "known", "trusted", "watched", "banned"]
    reason: str
    days: int | UnsetType | None = UNSET


class StandingOut(Struct, kw_only=True):
    """StandingOut"""

    id: int
    standing: str
    until: str | None


class StatementOut(Struct, kw_only=True):
    """StatementOut"""

    id: int
    puid: str
    comment_id: int | None
    restriction: str
    in_force: bool
    ends_at: str | None
    rule: str
    rule_title: str
    decision_ground: str
    category: str
    category_specification: str
    decision_facts: str
    source_type: str
    automated_detection: bool
    automated_decision: str
    content_language: str
    content_date: str
    policy_version: str
    made_at: str


class StatementPage(Struct, kw_only=True):
    """StatementPage"""

    statements: list[StatementOut]
    next: str | None


class Submitted(Struct, kw_only=True):
    """Submitted"""

    id: int
    status: str
    message: str
    reasons: list[ReasonOut]
    token: str
    status_url: str
    session: str | UnsetType | None = UNSET


class ThreadChange(Struct, kw_only=True):
    """ThreadChange"""

    id: int
    event: Literal["comment", "edited", "removed"]
    comment_id: int
    parent_id: int | None


class ThreadChanges(Struct, kw_only=True):
    """ThreadChanges"""

    changes: list[ThreadChange]
    count: int
    version: int
    last: int
    reset: bool


class ThreadIn(Struct, kw_only=True):
    """ThreadIn"""

    closed: bool


class TokenIn(Struct, kw_only=True):
    """TokenIn"""

    token: str


View = Literal[
    "all", "held", "reported", "appealed", "new", "watched", "unjudged", "passed", "mine"
]


class WebhookIn(Struct, kw_only=True):
    """WebhookIn"""

    url: str
    events: (
        list[
            Literal[
                "comment.published",
                "comment.held",
                "comment.declined",
                "comment.edited",
                "comment.withdrawn",
                "comment.reported",
                "comment.decided",
                "comment.picked",
                "comment.pinned",
                "article.seen",
            ]
        ]
        | UnsetType
        | None
    ) = UNSET
    format: Literal["json", "slack"] | UnsetType = UNSET
    with_text: bool | UnsetType = UNSET


class WebhookList(Struct, kw_only=True):
    """WebhookList"""

    webhooks: list[WebhookOut]


class WebhookOut(Struct, kw_only=True):
    """WebhookOut"""

    id: int
    url: str
    events: list[str]
    format: str
    with_text: bool
    made_at: str
    off_at: str | None
    off_because: str
