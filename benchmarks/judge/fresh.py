"""What the judge costs a process that has nothing else: time until it answers, and memory.

`python -m benchmarks.judge.fresh [FOLDER]` is that process: it reads comments as JSON from its
input, after everything that is timed, and writes one line of JSON.
"""

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # importing it is part of what is measured
    from rejoinder.engine import Case


@dataclass(frozen=True, slots=True)
class Start:
    """Seconds and bytes; bytes are 0 where the system does not tell them."""

    importing: float
    loading: float
    first: float
    """The first comment, under an article not seen before: what was put off until then."""
    loaded: float
    judged: float
    """Resident after loading, and after judging."""


def starts(model: Path | None, cases: Sequence["Case"], times: int) -> Start:
    """The median of so many fresh processes, each of which judges these comments."""
    articles = list({case.article: None for case in cases})
    request = json.dumps(
        {
            "articles": [
                [each.headline, each.standfirst, each.body] for each in articles if each is not None
            ],
            "cases": [(case.text, articles.index(case.article)) for case in cases],
        }
    )
    measured = [_start(model, request) for _ in range(times)]
    return Start(*(median(getattr(each, name) for each in measured) for name in Start.__slots__))


def _start(model: Path | None, request: str) -> Start:
    command = [sys.executable, "-m", "benchmarks.judge.fresh", *([str(model)] if model else [])]
    answer = subprocess.run(command, input=request, capture_output=True, text=True, check=True)
    return Start(**json.loads(answer.stdout))


def main(folder: str | None) -> None:
    """Loads the judge, judges what it is given, prints what it took."""
    clock = time.perf_counter
    started_at = clock()
    from rejoinder.engine import Article, Judge  # noqa: PLC0415 - its time is measured

    imported = clock()
    judge = Judge.load(folder)
    loaded, bytes_loaded = clock(), _resident()
    request = json.load(sys.stdin)
    articles = [Article(*parts) for parts in request["articles"]]
    began_judging = clock()
    for number, (text, article) in enumerate(request["cases"]):
        judge(text, article=articles[article])
        if number == 0:
            answered = clock()
    measured = {"importing": imported - started_at, "loading": loaded - imported}
    measured |= {"first": answered - began_judging, "loaded": bytes_loaded, "judged": _resident()}
    print(json.dumps(measured))


def _resident() -> int:
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return 0
    resident = [line for line in lines if line.startswith("VmRSS:")]
    return int(resident[0].split()[1]) * 1024 if resident else 0


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
