"""Google's envelope of an error, and each refusal with the words that clients compare."""

from collections.abc import Sequence
from typing import Any

import msgspec

from rejoinder.dropin import errors
from rejoinder.dropin.protocol import Response

SERVICE = "commentanalyzer.googleapis.com"
_TYPE = "type.googleapis.com/"
_OURS = f"{_TYPE}google.commentanalyzer.v1alpha1.Error"
_METRIC = "Analysis requests (AnalyzeComment)"
# Names that callers send come back in messages; a megabyte of one need not.
MAX_NAME_CHARS = 100

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


class PerspectiveError(errors.ServiceError):
    """A call that Perspective would have refused, or that nothing here can answer."""

    def __init__(
        self, message: str, *, code: int = 400, details: Sequence[dict[str, Any]] = ()
    ) -> None:
        """`message` and `details` as they stand in the envelope."""
        super().__init__(message)
        self.message = message
        self.code = code
        self.details = list(details)


def comment_error(error_type: str, message: str, **more: Any) -> PerspectiveError:
    """A refusal of the service itself, with its `errorType`."""
    return PerspectiveError(message, details=[{"@type": _OURS, "errorType": error_type, **more}])


def invalid_json(why: str) -> PerspectiveError:
    """A body that is no JSON, or none of the right shape."""
    violations = [{"description": f"Invalid JSON payload received. {why}"}]
    details = [{"@type": f"{_TYPE}google.rpc.BadRequest", "fieldViolations": violations}]
    return PerspectiveError(f"Invalid JSON payload received. {why}", details=details)


def invalid_argument(field: str, why: str) -> PerspectiveError:
    """A parameter of the address that cannot be."""
    violations = [{"field": field, "description": why}]
    details = [{"@type": f"{_TYPE}google.rpc.BadRequest", "fieldViolations": violations}]
    return PerspectiveError("Request contains an invalid argument.", details=details)


def unsupported_language(
    attribute: str, languages: Sequence[str], *, detected: bool
) -> PerspectiveError:
    """An attribute that is not measured in the languages asked for, or found."""
    attribute, languages = shortened(attribute), [shortened(each) for each in languages]
    which = "detectedLanguages" if detected else "requestedLanguages"
    return comment_error(
        "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE",
        f"Attribute {attribute} does not support request languages: {', '.join(languages)}",
        languageNotSupportedByAttributeError={which: languages, "attribute": attribute},
    )


def shortened(name: str) -> str:
    """A name that a caller sent, fit to be sent back."""
    return name[:MAX_NAME_CHARS]


def error_response(error: errors.ServiceError) -> Response:
    """Any error in Google's envelope."""
    if isinstance(error, PerspectiveError):
        return _envelope(error)
    if isinstance(error, errors.RateLimited):
        return _envelope(_rate_limited(error), error.headers())
    if isinstance(error, errors.JudgeUnavailable):
        unavailable = PerspectiveError("The service is currently unavailable.", code=503)
        return _envelope(unavailable, error.headers())
    return _envelope(_translated(error))


def _translated(error: errors.ServiceError) -> PerspectiveError:
    if isinstance(error, errors.MissingKey):
        return PerspectiveError(_NO_KEY, code=403)
    if isinstance(error, errors.InvalidKey):
        detail = _error_info("API_KEY_INVALID", {"service": SERVICE})
        return PerspectiveError("API key not valid. Please pass a valid API key.", details=[detail])
    if isinstance(error, errors.BodyTooLarge):
        return PerspectiveError(f"Request payload size exceeds the limit: {error.max_bytes} bytes.")
    if isinstance(error, errors.NoSuchEndpoint):
        code = 404 if error.status in {404, 405} else 400
        return PerspectiveError(
            "Requested entity was not found." if code == 404 else "Bad request.", code=code
        )
    return PerspectiveError("Internal error encountered.", code=500)


def _rate_limited(error: errors.RateLimited) -> PerspectiveError:
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
        "quota_limit_value": str(error.allowance.limit),
        "quota_location": "global",
    }
    links = [{"description": "Whoever runs this server sets the limit.", "url": ""}]
    return PerspectiveError(
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


def _envelope(error: PerspectiveError, headers: dict[str, str] | None = None) -> Response:
    payload: dict[str, Any] = {
        "code": error.code,
        "message": error.message,
        "status": _STATUSES[error.code],
    }
    if error.details:
        payload["details"] = error.details
    body = msgspec.json.encode({"error": payload})
    return Response(body, status=error.code, headers=headers or {})
