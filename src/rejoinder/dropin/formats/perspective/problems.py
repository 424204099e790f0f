"""Google's envelope of an error, and each refusal with the words that clients compare."""

from collections.abc import Sequence
from typing import Any

import msgspec

from rejoinder.dropin.model import BadKey, Busy, NoKey, Problem, TooFast, TooLarge, Unknown
from rejoinder.dropin.protocol import Reply

SERVICE = "commentanalyzer.googleapis.com"
_TYPE = "type.googleapis.com/"
_OURS = f"{_TYPE}google.commentanalyzer.v1alpha1.Error"
_METRIC = "Analysis requests (AnalyzeComment)"
# Names that callers send come back in messages; a megabyte of one need not.
LONGEST_NAME = 100

_STATUSES = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    503: "UNAVAILABLE",
}
_NO_KEY = (
    "Method doesn't allow unregistered callers (callers without established identity). "
    "Please use API Key or other form of API consumer identity to call this API."
)


class Refused(Problem):
    """A call that Perspective would have refused, or that nothing here can answer."""

    def __init__(
        self, message: str, *, code: int = 400, details: Sequence[dict[str, Any]] = ()
    ) -> None:
        """`message` and `details` as they stand in the envelope."""
        super().__init__(message)
        self.message = message
        self.code = code
        self.details = list(details)


def refused(error_type: str, message: str, **more: Any) -> Refused:
    """A refusal of the service itself, with its `errorType`."""
    return Refused(message, details=[{"@type": _OURS, "errorType": error_type, **more}])


def unreadable(why: str) -> Refused:
    """A body that is no JSON, or none of the right shape."""
    violations = [{"description": f"Invalid JSON payload received. {why}"}]
    details = [{"@type": f"{_TYPE}google.rpc.BadRequest", "fieldViolations": violations}]
    return Refused(f"Invalid JSON payload received. {why}", details=details)


def bad_argument(field: str, why: str) -> Refused:
    """A parameter of the address that cannot be."""
    violations = [{"field": field, "description": why}]
    details = [{"@type": f"{_TYPE}google.rpc.BadRequest", "fieldViolations": violations}]
    return Refused("Request contains an invalid argument.", details=details)


def wrong_language(attribute: str, languages: Sequence[str], *, detected: bool) -> Refused:
    """An attribute that is not measured in the languages asked for, or found."""
    attribute, languages = shortened(attribute), [shortened(each) for each in languages]
    which = "detectedLanguages" if detected else "requestedLanguages"
    return refused(
        "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE",
        f"Attribute {attribute} does not support request languages: {', '.join(languages)}",
        languageNotSupportedByAttributeError={which: languages, "attribute": attribute},
    )


def shortened(name: str) -> str:
    """A name that a caller sent, fit to be sent back."""
    return name[:LONGEST_NAME]


def refuse(problem: Problem) -> Reply:
    """Any problem in Google's envelope."""
    if isinstance(problem, Refused):
        return _envelope(problem)
    if isinstance(problem, TooFast):
        return _envelope(_too_fast(problem), problem.headers())
    if isinstance(problem, Busy):
        busy = Refused("The service is currently unavailable.", code=503)
        return _envelope(busy, problem.headers())
    return _envelope(_shared(problem))


def _shared(problem: Problem) -> Refused:
    if isinstance(problem, NoKey):
        return Refused(_NO_KEY, code=403)
    if isinstance(problem, BadKey):
        told = _error_info("API_KEY_INVALID", {"service": SERVICE})
        return Refused("API key not valid. Please pass a valid API key.", details=[told])
    if isinstance(problem, TooLarge):
        return Refused(f"Request payload size exceeds the limit: {problem.most} bytes.")
    if isinstance(problem, Unknown):
        code = 404 if problem.status in {404, 405} else 400
        return Refused(
            "Requested entity was not found." if code == 404 else "Bad request.", code=code
        )
    return Refused("Internal error encountered.", code=500)


def _too_fast(problem: TooFast) -> Refused:
    consumer = "project_number:0"
    message = (
        f"Quota exceeded for quota metric '{_METRIC}' and limit '{_METRIC} per minute' "
        f"of service '{SERVICE}' for consumer '{consumer}'."
    )
    metadata = {
        "service": SERVICE,
        "consumer": f"projects/{consumer.rpartition(':')[2]}",
        "quota_metric": f"{SERVICE}/analyze_requests",
        "quota_limit": "AnalyzeRequestsPerMinutePerProject",
        "quota_limit_value": str(problem.allowance.limit),
        "quota_location": "global",
    }
    links = [{"description": "Whoever runs this server sets the limit.", "url": ""}]
    return Refused(
        message,
        code=429,
        details=[
            _error_info("RATE_LIMIT_EXCEEDED", metadata),
            {"@type": f"{_TYPE}google.rpc.Help", "links": links},
        ],
    )


def _error_info(reason: str, metadata: dict[str, str]) -> dict[str, Any]:
    return {
        "@type": f"{_TYPE}google.rpc.ErrorInfo",
        "reason": reason,
        "domain": "googleapis.com",
        "metadata": metadata,
    }


def _envelope(told: Refused, headers: dict[str, str] | None = None) -> Reply:
    error: dict[str, Any] = {
        "code": told.code,
        "message": told.message,
        "status": _STATUSES[told.code],
    }
    if told.details:
        error["details"] = told.details
    body = msgspec.json.encode({"error": error})
    return Reply(body, status=told.code, headers=headers or {})
