"""Google's batches: HTTP requests as parts of one `multipart/mixed` body, and so the responses.

Reading and writing them is pure; `endpoints` answers the calls.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import parse_qsl, unquote, urlsplit

from rejoinder.dropin.formats.perspective.errors import PerspectiveError
from rejoinder.dropin.protocol import Request, Response

MAX_PARTS = 1000
MAX_BATCH_BYTES = 32_000_000
_BOUNDARY = re.compile(r'boundary="?([0-9A-Za-z\'()+_,./:=? -]{1,200}?)"?\s*(?:;|$)', re.IGNORECASE)
_BLANK = re.compile(rb"\r?\n\r?\n")
_REQUEST_LINE = re.compile(r"([A-Z]{1,10}) (\S{1,4000}) HTTP/1\.[01]")
_CONTENT_ID = re.compile(r"[\x21-\x7e ]{1,400}")


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its name, and the request in it; None where none can be read."""

    content_id: str
    request: Request | None


def parts_of(outer: Request) -> list[Part]:
    """The parts of a batch; what a part leaves out of key and authorisation is the batch's own.

    Raises:
        PerspectiveError: it is no multipart body, is empty, or has too many parts.
    """
    match = _BOUNDARY.search(outer.header("content-type"))
    media_type = outer.header("content-type").lower()
    if match is None or not media_type.startswith("multipart/mixed"):
        raise PerspectiveError(
            "Failed to parse batch request, error: no boundary in its content type."
        )
    sections = _sections(outer.body, match[1].encode("latin-1"))
    if not sections:
        raise PerspectiveError("Failed to parse batch request, error: 0 items.")
    if len(sections) > MAX_PARTS:
        raise PerspectiveError(f"The batch request exceeds the limit of {MAX_PARTS} calls.")
    return [_part(section, outer) for section in sections]


def joined(responses: Sequence[tuple[str, Response]], boundary: str) -> bytes:
    """The responses, each with its part's name, as one multipart body."""
    lines: list[bytes] = []
    for content_id, response in responses:
        head = [f"--{boundary}", "Content-Type: application/http"]
        if content_id:
            head.append(f"Content-ID: {_answering(content_id)}")
        reason = HTTPStatus(response.status).phrase
        head += ["", f"HTTP/1.1 {response.status} {reason}", f"Content-Type: {response.media_type}"]
        head += [f"{name}: {value}" for name, value in response.headers.items()]
        head += [f"Content-Length: {len(response.body)}", "", ""]
        lines += ["\r\n".join(head).encode("latin-1", "replace"), response.body, b"\r\n"]
    return b"".join([*lines, f"--{boundary}--\r\n".encode()])


def _sections(body: bytes, boundary: bytes) -> list[bytes]:
    delimiter = b"--" + boundary
    # No more pieces than are looked at: a boundary of one letter may stand there millions of times.
    first, *rest = (b"\n" + body).split(b"\n" + delimiter, MAX_PARTS + 2)
    del first
    sections = []
    for section in rest:
        if section.startswith(b"--"):
            break
        sections.append(section.removesuffix(b"\r").lstrip(b" \t\r").removeprefix(b"\n"))
        if len(sections) > MAX_PARTS:
            break
    return sections


def _part(section: bytes, outer: Request) -> Part:
    head, inner = _split(b"\n" + section)  # a part may have no headers at all
    content_id = head.get("content-id", "")
    if not _CONTENT_ID.fullmatch(content_id):
        content_id = ""
    line, _, rest = inner.lstrip(b"\r\n").partition(b"\n")
    request_line = _REQUEST_LINE.fullmatch(line.decode("latin-1").strip())
    if request_line is None:
        return Part(content_id, None)
    headers, body = _split(b"\n" + rest)
    return Part(content_id, _request(request_line[1], request_line[2], headers, body, outer))


def _request(
    method: str, target: str, headers: dict[str, str], body: bytes, outer: Request
) -> Request | None:
    try:
        url = urlsplit(target)
    except ValueError:
        return None
    inherited = {
        name: value for name in ("authorization", "x-goog-api-key") if (value := outer.header(name))
    }
    query = {"key": outer.query["key"]} if "key" in outer.query else {}
    query |= dict(parse_qsl(url.query, keep_blank_values=True))
    path = unquote(url.path)
    return Request(method, path, query, {**inherited, **headers}, body, outer.base_url)


def _split(section: bytes) -> tuple[dict[str, str], bytes]:
    """The headers before the first blank line, and what stands after it."""
    pieces = _BLANK.split(section, maxsplit=1)
    headers = {}
    for line in pieces[0].decode("latin-1").splitlines():
        name, colon, value = line.partition(":")
        if colon:
            headers[name.strip().lower()] = value.strip()
    return headers, pieces[1] if len(pieces) > 1 else b""


def _answering(content_id: str) -> str:
    """`<response-…>` around the part's own name: clients find their call by it."""
    inner = content_id.removeprefix("<").removesuffix(">")
    return f"<response-{inner}>"
