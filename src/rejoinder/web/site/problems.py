"""What was wrong with a form, in words, and the field beside which they are shown."""

from dataclasses import dataclass

from rejoinder.errors import RejoinderError
from rejoinder.moderation.model import Refusal
from rejoinder.moderation.reasons import Reason, reasons_of
from rejoinder.web.context import RequestContext


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a form was not taken."""

    field: str
    """The field's name; `form` for the whole of it."""
    message: str
    reasons: tuple[Reason, ...]
    """Of a text that the rules do not take, strictest first; the first one is the message."""

    @property
    def by_field(self) -> dict[str, str]:
        """As the templates take it."""
        return {self.field: self.message}


def problem_of(context: RequestContext, failure: RejoinderError, text: str = "") -> Problem:
    """The problem that a failure is to whoever sent the form with this `text` in it."""
    findings = failure.findings if isinstance(failure, Refusal) else ()
    reasons = reasons_of(context.translator, findings, text)
    message = reasons[0].message if reasons else context.translator.error(failure)
    return Problem(str(failure.details.get("field", "form")), message, reasons)
