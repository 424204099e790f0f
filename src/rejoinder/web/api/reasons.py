"""Why a comment was held, declined or refused, as the API tells it."""

from rejoinder.errors import Refused
from rejoinder.moderation.model import Refusal
from rejoinder.moderation.reasons import Notice, Reason, reasons_of
from rejoinder.web.api.comment_model import ReasonOut
from rejoinder.web.context import RequestContext


def reasons_out(notice: Notice) -> list[ReasonOut]:
    """The reasons of a notice, strictest first."""
    return [reason_out(each) for each in notice.reasons]


def message_out(notice: Notice) -> str:
    """A notice in one text."""
    return " ".join(part for part in (notice.title, notice.message) if part)


def refused_in_words(context: RequestContext, refusal: Refusal, text: str) -> Refused:
    """The refusal with its findings as reasons in the site's language."""
    reasons = reasons_of(context.translator, refusal.findings, text)
    details = [
        {"rule": each.rule, "message": each.message, "spans": list(each.spans)} for each in reasons
    ]
    return Refused(refusal.message, code=refusal.code, details={"reasons": details})


def reason_out(reason: Reason) -> ReasonOut:
    """One reason."""
    spans, help_lines = list(reason.spans), list(reason.help)
    return ReasonOut(reason.rule, reason.message, reason.advice, spans, help_lines)
