"""Errors in the shape that the rest of the API has: `{"error": {code, message, details}}`."""

from collections.abc import Mapping
from typing import Any

import msgspec

from rejoinder.dropin import errors
from rejoinder.dropin.protocol import Response


class NativeError(errors.ServiceError):
    """A call of which something cannot be judged."""

    def __init__(
        self,
        message: str,
        *,
        code: str = "invalid",
        status: int = 422,
        details: Mapping[str, Any] | None = None,
    ) -> None:
        """The three values of the error, and the status."""
        super().__init__(message)
        self.message = message
        self.code = code
        self.status = status
        self.details = dict(details or {})


def error_response(error: errors.ServiceError) -> Response:
    """Any error as one of the API's."""
    own = error if isinstance(error, NativeError) else _translated(error)
    payload = {"code": own.code, "message": own.message, "details": own.details}
    body = msgspec.json.encode({"error": payload})
    return Response(body, status=own.status, headers=error.headers())


def _translated(error: errors.ServiceError) -> NativeError:
    match error:
        case errors.MissingKey():
            message = "This needs a key, in a header: Authorization: Bearer KEY."
            translated = NativeError(message, code="unauthorised", status=401)
        case errors.InvalidKey():
            message = "This key is not known here."
            translated = NativeError(message, code="unauthorised", status=401)
        case errors.RateLimited():
            message = "This key has made all the calls that it may make in this minute."
            translated = NativeError(message, code="too-many", status=429)
        case errors.JudgeUnavailable():
            message = "The judge has no answer now. Please try again in a moment."
            translated = NativeError(message, code="unavailable", status=503)
        case errors.BodyTooLarge():
            message = f"The body is longer than {error.max_bytes} bytes."
            translated = NativeError(message, code="too-large", status=413)
        case errors.NoSuchEndpoint(status=405):
            translated = NativeError("Only POST.", code="method-not-allowed", status=405)
        case errors.NoSuchEndpoint():
            translated = NativeError("There is nothing here.", code="not-found", status=404)
        case _:
            message = "Something went wrong on our side."
            translated = NativeError(message, code="internal", status=500)
    return translated
