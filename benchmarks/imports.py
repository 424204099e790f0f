"""`python -m benchmarks.imports`: how soon a file of another system is taken over, in what memory.

The command itself runs, as an operator calls it, over a store of its own and a Disqus file that is
made here: threads of sixty comments, many of them replies, some with markup, some deleted or spam.
"""

import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import click

from benchmarks.machine import memory_of

SEED = 1851
A_THREAD = 60
TARGET_A_SECOND = 10_000
TARGET_MEMORY = 300e6
LOOK_EVERY = 0.1
WORDS = (
    *("the", "bridge", "council", "money", "people", "think", "would", "never", "again", "because"),
    *("traffic", "school", "every", "morning", "really", "there", "about", "which", "could"),
    *("after", "before", "city", "mayor", "please", "nobody", "always"),
)
_HEAD = (
    '<?xml version="1.0" encoding="utf-8"?>\n<disqus xmlns="http://disqus.com"'
    ' xmlns:dsq="http://disqus.com/disqus-internals">\n'
)


def disqus_lines(count: int) -> Iterator[str]:
    """So many comments as Disqus writes them, with the threads before them."""
    random_words = random.Random(SEED)
    threads = max(1, count // A_THREAD)
    yield _HEAD
    for number in range(threads):
        yield (
            f'<thread dsq:id="t{number}"><id>cms-{number}</id><forum>paper</forum>'
            f"<link>https://paper.example/news/story-{number}</link><title>Story {number}</title>"
            "<createdAt>2014-01-01T00:00:00Z</createdAt><isClosed>false</isClosed></thread>\n"
        )
    for number in range(count):
        yield _post(number, number * threads // count, random_words)
    yield "</disqus>\n"


def _post(number: int, thread: int, random_words: random.Random) -> str:
    words = [random_words.choice(WORDS) for _ in range(random_words.randint(6, 60))]
    if number % 7 == 0:
        words[2] = f"<b>{words[2]}</b>"
    if number % 10 == 0:
        words[4] = '<a href="https://elsewhere.example/report" rel="nofollow">the report</a>'
    reply = number % 2 and number % A_THREAD
    parent = f'<parent dsq:id="{number - 1}"/>' if reply else ""
    author = random_words.randint(0, 1 + number // 8)
    day = f"20{10 + number % 15}-05-{10 + number % 18}"
    told = {
        "message": f"<![CDATA[<p>{' '.join(words)}</p>]]>",
        "createdAt": f"{day}T12:{number % 60:02}:00Z",
        "isDeleted": "true" if number % 40 == 3 else "false",
        "isSpam": "true" if number % 50 == 4 else "false",
        "author": f"<email>r{author}@b.example</email><name>Reader {author}</name>"
        f"<isAnonymous>false</isAnonymous><username>reader{author}</username>",
        "ipAddress": f"192.0.2.{number % 255}",
    }
    fields = "\n".join(f"<{name}>{value}</{name}>" for name, value in told.items())
    return f'<post dsq:id="{number}">\n{fields}\n<thread dsq:id="t{thread}"/>\n{parent}\n</post>\n'


def _command(*words: str) -> list[str]:
    return [sys.executable, "-m", "rejoinder", *words]


def run_import(file: Path, environment: dict[str, str]) -> tuple[float, int]:
    """Seconds that it took, and the most memory (bytes) that it held with all its processes."""
    most, begun = 0, time.perf_counter()
    with subprocess.Popen(
        _command("import", "disqus", str(file)), env=environment, stdout=subprocess.DEVNULL
    ) as running:
        while running.poll() is None:
            memory = memory_of(running.pid)
            most = max(most, 0 if memory is None else memory.proportional)
            time.sleep(LOOK_EVERY)
    if running.returncode:
        raise click.ClickException(f"The import ended with status {running.returncode}.")
    return time.perf_counter() - begun, most


@click.command()
@click.option("--comments", default=40_000, show_default=True, type=click.IntRange(1))
def main(comments: int) -> None:
    """Take over a Disqus file of so many comments, and print how soon and in what memory."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "disqus.xml"
        with file.open("w", encoding="utf-8") as written:
            written.writelines(disqus_lines(comments))
        url = f"sqlite:///{folder}/store.db"
        environment = {**os.environ, "REJOINDER_DATABASE_URL": url}
        founded = _command("site", "add", "paper", "--name", "The Paper")
        subprocess.run(founded, env=environment, check=True, stdout=subprocess.DEVNULL)
        seconds, most = run_import(file, environment)
    rate = comments / seconds
    click.echo(f"{comments:,} comments in {seconds:.1f} s: {rate:,.0f} a second")
    click.echo(f"memory: {most / 1e6:.0f} MB at most, of all its processes")
    good = rate >= TARGET_A_SECOND and most <= TARGET_MEMORY
    click.echo(
        f"marks: {TARGET_A_SECOND:,} a second and {TARGET_MEMORY / 1e6:.0f} MB:"
        f" {'met' if good else 'missed'}"
    )


if __name__ == "__main__":
    main()
