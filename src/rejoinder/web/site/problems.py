"""What was wrong with a form, in words, and the field beside which they are shown."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from rejoinder.errors import RejoinderError
from rejoinder.moderation.actions.gather import check_text
from rejoinder.moderation.model import Refusal
from rejoinder.moderation.reasons import Reason, reasons_of
from rejoinder.moderation.rules import length
from rejoinder.readers.model import check_email
from rejoinder.readers.names import check_name
from rejoinder.web.context import RequestContext
from rejoinder.web.site.views import FormView

_LENGTH = frozenset(rule.id for rule in length.RULES)


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
    about_length = failure.code in _LENGTH
    field = "text" if about_length else str(failure.details.get("field", "form"))
    return Problem(field, message, reasons)


def faults_of(context: RequestContext, form: FormView) -> dict[str, str]:
    """All that can be seen to be wrong with a comment form, so that it is told in one go."""
    checks: list[Callable[[], object]] = [partial(check_text, form.text)]
    if not form.signed_in_as:
        checks.append(partial(check_name, form.name))
    if form.signed_in_as is None:
        checks.append(partial(check_email, form.email))
    faults: dict[str, str] = {}
    for check in checks:
        try:
            check()
        except RejoinderError as failure:
            faults |= problem_of(context, failure).by_field
    return faults
