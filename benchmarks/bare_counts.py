"""The least that such a question costs: a route of Litestar's over a dictionary, and nothing else.

No store, no host, no guard, nothing kept: what any service made of the same parts would begin from.
`python -m benchmarks.bare_counts --port N` serves it by the same web server.
"""

import click
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


@click.command()
@click.option("--port", required=True, type=int)
def main(port: int) -> None:
    """Serve until told to stop."""
    run_server("benchmarks.bare_counts:serve", "127.0.0.1", port)


if __name__ == "__main__":
    main()
