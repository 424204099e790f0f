"""The errors that the API's document tells of: always in the one shape. Only the routes use it."""

from litestar.openapi.datastructures import ResponseSpec

from rejoinder.web.api.model import ErrorOut

_MEANING = {
    400: "The request could not be read; `details.fields` names what was wrong.",
    403: "A key is missing or does not open this.",
    404: "There is no such article, or no publication at this host.",
    409: "The rules do not take it now, such as a closed thread; `details.reasons` say why.",
    410: "The article was there and is no longer published.",
    413: "That is more than can be taken at once.",
    415: "The body is not sent as `application/json`.",
    422: "It cannot be taken as it is; `details` name the field.",
    429: "Too fast, or too much at once; `Retry-After` says when to try again.",
    503: "Not just now; `Retry-After` says when to try again.",
}


def error_responses(*statuses: int) -> dict[int, ResponseSpec]:
    """What a route's document says of these statuses."""
    return {
        status: ResponseSpec(ErrorOut, description=_MEANING[status], generate_examples=False)
        for status in statuses
    }
