"""The server with a judge that answers at once: what everything but the judge costs.

`python -m benchmarks.instant_judge --port N` serves as `rejoinder serve` does.
"""

import click

from rejoinder import garbage_collector
from rejoinder.app import Newspaper, create_app
from rejoinder.cli.web_server import run_server
from rejoinder.engine import ATTRIBUTES, AbuseScore, Case, Judgement, OnTopic
from rejoinder.settings import from_environment
from rejoinder.web.app_state import app_state_of
from rejoinder.web.desk.readiness import get_ready_beside

_KIND = Judgement({name: AbuseScore(0.01) for name in ATTRIBUTES}, OnTopic(0.99), "answers at once")


def judge(_case: Case) -> Judgement:
    """Finds everything kind and to the point."""
    return _KIND


def serve() -> Newspaper:
    """What the web server calls in its worker."""
    app = create_app(from_environment(), judge=judge)
    garbage_collector.settle()
    get_ready_beside(app_state_of(app))
    return app


@click.command()
@click.option("--port", required=True, type=int)
@click.option("--workers", default=1, show_default=True, type=int)
def main(port: int, workers: int) -> None:
    """Serve until told to stop."""
    run_server("benchmarks.instant_judge:serve", "127.0.0.1", port, workers)


if __name__ == "__main__":
    main()
