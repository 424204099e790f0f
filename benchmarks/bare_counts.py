"""The least that such a question costs: a route of Litestar's over a dictionary, and nothing else.

No store, no host, no guard, nothing kept: what any service made of the same parts would begin
from. `python -m benchmarks.bare_counts --port N` serves it by the same web server. With `--empty`
not even a route: the same bytes for all, which is what that server and Python cost by themselves.
"""

from itertools import islice
from typing import Any

import click
import msgspec
from litestar import Litestar, get, post
from litestar.params import JSONBody

from rejoinder.cli.web_server import run_server
from rejoinder.web.api.model import ArticleCount, Counts, CountsIn

_KNOWN = {number: ArticleCount(number, None, f"article-{number}", 7, False) for number in range(99)}


@post("/api/v1/counts", status_code=200, sync_to_thread=False)
def count_comments(data: JSONBody[CountsIn]) -> Counts:
    """The counts of these articles."""
    return Counts([_KNOWN[number] for number in data.ids if number in _KNOWN])


@get("/api/v1/counts", sync_to_thread=False)
def get_counts(ids: list[int]) -> Counts:
    """The same."""
    return Counts([_KNOWN[number] for number in ids if number in _KNOWN])


@get("/healthz", sync_to_thread=False)
def is_well() -> str:
    """That it serves."""
    return "ok"


def serve() -> Litestar:
    """What the web server calls in its worker."""
    return Litestar([count_comments, get_counts, is_well], openapi_config=None, logging_config=None)


async def empty(scope: Any, receive: Any, send: Any) -> None:
    """ASGI: the counts of ten articles, whoever asks for whichever."""
    if scope["type"] != "http":
        return
    if scope["method"] == "POST":
        await receive()
    await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
    await send({"type": "http.response.body", "body": _BODY})


_BODY = msgspec.json.encode(Counts(list(islice(_KNOWN.values(), 10))))
_HEADERS = [
    (b"content-type", b"application/json"),
    (b"content-length", str(len(_BODY)).encode()),
]


def serve_empty() -> Any:
    """What the web server calls for it."""
    return empty


@click.command()
@click.option("--port", required=True, type=int)
@click.option("--empty", "factory", flag_value="serve_empty")
@click.option("--bare", "factory", flag_value="serve", default="serve")
def main(port: int, factory: str) -> None:
    """Serve until told to stop."""
    run_server(f"benchmarks.bare_counts:{factory}", "127.0.0.1", port)


if __name__ == "__main__":
    main()
