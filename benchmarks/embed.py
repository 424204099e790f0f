"""`python -m benchmarks.embed`: how soon a telephone shows a thread in somebody else's page.

A real browser, cold, with a processor slowed down fourfold and a line of 1.6 Mbit/s with 150 ms to
the server and back (the "slow 4G" of browsers' own tools), opens a page of another origin under
whose few paragraphs a thread of 500 comments stands. What the page costs without it is measured
too, and taken off.
"""

import statistics
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import click
from playwright.sync_api import Browser, sync_playwright

from benchmarks.http_client import ServerAddress
from benchmarks.seed import Seeded, fill
from benchmarks.server import free_port, serving
from benchmarks.workload import build_workload
from rejoinder.sites import actions as site_actions
from rejoinder.sites.queries import by_key
from rejoinder.storage import open_database
from tools.find_browser import installed

SLOWER = 4
BYTES_A_SECOND = 1_600_000 / 8
ROUND_TRIP_MS = 150
READABLE_WITHIN_MS, BUSY_AT_MOST_MS = 1500, 50
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>Harbour bridge to close</title>
<style>body{{margin:1rem;font:1rem/1.5 sans-serif}}
rejoinder-thread:not(:defined){{display:block;min-height:100svh}}</style>{script}
<h1>Harbour bridge to close</h1><p>The council decides on Tuesday.</p>{element}<p>The end.</p>"""
# From the page's own beginning, since its first byte was asked for.
WATCH = """() => {
  const seen = (window.measured = { ready: 0, shift: 0 });
  new PerformanceObserver((list) => {
    for (const each of list.getEntries()) seen.shift += each.value;
  }).observe({ type: "layout-shift", buffered: true });
  addEventListener("rejoinder-ready", () => {
    requestAnimationFrame(() => setTimeout(() => {
      seen.ready ||= performance.now();
      console.log("ready");
    }));
  });
}"""

# A page without a thread says the same, so that what it costs to watch is taken off as well.
SAID_AT_ONCE = '<script>dispatchEvent(new CustomEvent("rejoinder-ready"))</script>'


@dataclass(frozen=True, slots=True)
class Opening:
    """One opening of a page; milliseconds."""

    readable: float
    """Until the first comments were on screen, or there were none to wait for."""
    scripts: float
    """Of the main thread, in scripts, until a second after."""
    drawing: float
    """Of the main thread, in style and layout."""
    shift: float
    """By how much the page jumped, as browsers count it (Cumulative Layout Shift)."""
    received: int
    """Bytes of everything, as they were sent."""


def open_once(browser: Browser, address: str) -> Opening:
    """Opens the page in a browser that has never been there."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, is_mobile=True)
    try:
        page = context.new_page()
        devtools = context.new_cdp_session(page)
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        devtools.send("Network.enable")
        line = {"downloadThroughput": BYTES_A_SECOND, "uploadThroughput": BYTES_A_SECOND / 2}
        slow = {"offline": False, "latency": ROUND_TRIP_MS, **line}
        devtools.send("Network.emulateNetworkConditions", slow)
        # What other processes take is not ours.
        devtools.send("Performance.enable", {"timeDomain": "threadTicks"})
        sizes: list[int] = []
        devtools.on("Network.loadingFinished", lambda each: sizes.append(each["encodedDataLength"]))
        page.add_init_script(f"({WATCH})()")
        with page.expect_console_message(lambda said: said.text == "ready"):
            page.goto(address)
        page.wait_for_timeout(1000)
        seen = page.evaluate("window.measured")
        told = devtools.send("Performance.getMetrics")["metrics"]
        metrics = {each["name"]: each["value"] for each in told}
        scripts, drawing = (
            1000 * sum(metrics[f"{each}Duration"] for each in kinds)
            for kinds in (("Script",), ("Layout", "RecalcStyle"))
        )
        return Opening(seen["ready"], scripts, drawing, seen["shift"], sum(sizes))
    finally:
        context.close()


@contextmanager
def host_pages(pages: dict[str, str], port: int) -> Iterator[str]:
    """A publisher's server; its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = pages.get(self.path, "").encode()
            self.send_response(200 if body else 404)
            self.send_header("content-type", "text/html; charset=utf-8")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://localhost:{port}"
    finally:
        server.shutdown()
        server.server_close()


def measure(comments: str, seeded: Seeded, port: int, times: int) -> bool:
    """Prints what was measured; whether all marks were met."""
    slug = seeded.thread.article.slug
    script = f'<script type="module" src="{comments}/embed.js"></script>'
    element = f'<rejoinder-thread article-id="{slug}"></rejoinder-thread>'
    pages = {
        "/with": PAGE.format(script=script, element=element),
        "/without": PAGE.format(script=SAID_AT_ONCE, element=""),
    }
    path = installed()
    if path is None:
        raise SystemExit("There is no Chromium here; make test gets one.")
    with host_pages(pages, port) as host, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        open_once(browser, host + "/with")  # the server's own first time
        plain = [open_once(browser, host + "/without") for _ in range(times)]
        openings = [open_once(browser, host + "/with") for _ in range(times)]
        browser.close()
    readable = statistics.median(each.readable for each in openings)
    scripts = _more(openings, plain, "scripts")
    drawing = _more(openings, plain, "drawing")
    shift = max(each.shift for each in openings)
    received = _more(openings, plain, "received")
    click.echo(f"first comments readable after {readable:.0f} ms (mark: {READABLE_WITHIN_MS})")
    click.echo(f"main thread: {scripts:.0f} ms in scripts (mark: {BUSY_AT_MOST_MS})")
    click.echo(f"             {drawing:.0f} ms in style and layout of the comments")
    click.echo(f"layout shift {shift:.3f} (mark: 0)")
    click.echo(f"received {received / 1000:.1f} kB: scripts, style, comments")
    return readable < READABLE_WITHIN_MS and scripts < BUSY_AT_MOST_MS and shift == 0


def _more(openings: list[Opening], plain: list[Opening], what: str) -> float:
    """By how much a page with a thread costs more than the same one without."""
    middle: list[float] = [
        statistics.median(getattr(each, what) for each in all_of) for all_of in (openings, plain)
    ]
    return middle[0] - middle[1]


@click.command()
@click.option("--times", default=5, show_default=True, type=click.IntRange(1, 50))
def main(times: int) -> None:
    """Open a page with a thread of 500 comments as a slow telephone does, cold."""
    with tempfile.TemporaryDirectory(prefix="rejoinder-embed-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        url = f"sqlite:///{folder}/store.db"
        workload = build_workload()
        seeded = fill(url, workload, now=datetime.now(UTC), progress=lambda _: None)
        address, port = ServerAddress(free_port()), free_port()
        database = open_database(url)
        with database.writing() as connection:
            site = by_key(connection, "bench")
            site_actions.set_base_url(connection, site, f"http://{address.host}:{address.port}")
            site_actions.set_origins(connection, site, [f"http://localhost:{port}"])
        database.close()
        command = [sys.executable, "-m", "benchmarks.instant_judge", "--port", str(address.port)]
        settings = {"REJOINDER_DATABASE_URL": url}
        with serving(command, address, settings, folder / "log", ready="/healthz"):
            thread = seeded[workload.large.article.slug]
            comments = f"http://{address.host}:{address.port}"
            if not measure(comments, thread, port, times):
                raise SystemExit(1)


if __name__ == "__main__":
    main()
