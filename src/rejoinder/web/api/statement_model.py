"""The API's words for statements of reasons: the fields of the Digital Services Act, Article 17."""

from typing import Annotated

from msgspec import Meta, Struct

from rejoinder.web.api.comment_model import ReasonOut


class StatementOut(Struct):
    """Why a comment was held or declined, or somebody banned, as it was written down that day.

    The values in capitals are those of the Transparency Database of the European Union. No word
    of the comment stands in it, and nobody's name.
    """

    id: int
    puid: Annotated[str, Meta(description="By which the Transparency Database knows it.")]
    comment_id: Annotated[int | None, Meta(description="Null where it is about a ban.")]
    restriction: Annotated[
        str,
        Meta(
            description="`DECISION_VISIBILITY_CONTENT_DISABLED` (held), "
            "`DECISION_VISIBILITY_CONTENT_REMOVED` (declined), `DECISION_ACCOUNT_SUSPENDED` or "
            "`DECISION_ACCOUNT_TERMINATED` (banned)."
        ),
    ]
    in_force: Annotated[bool, Meta(description="False once something else was decided.")]
    ends_at: Annotated[str | None, Meta(description="When it ends by itself; null for never.")]
    rule: Annotated[str, Meta(description="The rule, or a person's reason, that decided.")]
    rule_title: Annotated[str, Meta(description="The same in the site's language.")]
    decision_ground: Annotated[
        str, Meta(description="`DECISION_GROUND_ILLEGAL_CONTENT` or `…_INCOMPATIBLE_CONTENT`.")
    ]
    category: str
    category_specification: str
    decision_facts: Annotated[str, Meta(description="In English.")]
    source_type: Annotated[
        str,
        Meta(
            description="Who told of it: `SOURCE_ARTICLE_16`, `SOURCE_TRUSTED_FLAGGER`, "
            "`SOURCE_TYPE_OTHER_NOTIFICATION`, or `SOURCE_VOLUNTARY` for nobody."
        ),
    ]
    automated_detection: Annotated[bool, Meta(description="Whether a program found it.")]
    automated_decision: Annotated[
        str, Meta(description="`AUTOMATED_DECISION_FULLY`, `…_PARTIALLY` or `…_NOT_AUTOMATED`.")
    ]
    content_language: Annotated[str, Meta(description="Two capitals; empty where not known.")]
    content_date: str
    policy_version: str
    made_at: str


class StatementPage(Struct):
    """A stretch of the site's statements, oldest first; `next` goes on when there are more."""

    statements: list[StatementOut]
    next: str | None


class ExplanationOut(Struct):
    """One thing that a statement tells, in words for its author and in the site's language."""

    title: str
    text: str


class OwnStatement(StatementOut):
    """A statement as it is told to whom it is about, with what they can do."""

    explanation: list[ExplanationOut]
    """What it means, on what ground, how it came about, and what can be done about it."""
    reasons: Annotated[
        list[ReasonOut],
        Meta(description="`spans` are none where the comment has another text by now."),
    ]
    can_edit: bool
    can_send_again: Annotated[
        bool, Meta(description="Another text may be posted in its place, as a new comment.")
    ]
    can_appeal: Annotated[bool, Meta(description="Now: `POST your-comments/{token}/appeals`.")]
    appealed: Annotated[bool, Meta(description="A person was asked, and has not answered yet.")]
    appeal_from: Annotated[
        str | None, Meta(description="Of what is held: from when. Else null: at once.")
    ]
    appeal_until: str
    token: Annotated[
        str | None,
        Meta(
            description="Of the comment on whose private page all this can be done; of a ban one "
            "of its author's. Null where there is none."
        ),
    ]
    page_url: Annotated[str | None, Meta(description="That page: to change it, and to appeal.")]


class OwnStatementPage(Struct):
    """A stretch of one's own statements, newest first; `next` goes on when there are more."""

    statements: list[OwnStatement]
    next: str | None
