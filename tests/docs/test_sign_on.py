"""The tokens that docs/sign-on.md shows how to make are taken."""

import os
import re
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from rejoinder.clock import now
from rejoinder.outbound.client import Client
from rejoinder.outbound.ssrf_guard import Resolver, SsrfGuard
from rejoinder.sign_on.by_token import whose
from rejoinder.sign_on.fetching import Fetching
from rejoinder.sign_on.model import Kind, Secret, TokenRefused, TokenSettings, Way
from tests.support.event_loop import run
from tests.support.source_files import ROOT

PAGE = ROOT / "docs" / "sign-on.md"
SECRET = "rjsec_" + "a" * 32


def example(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    return found.group(1)


def ran(command: list[str], language: str, suffix: str, folder: Path) -> str:
    file = folder / f"example{suffix}"
    file.write_text(example(language), encoding="utf-8")
    environment = {**os.environ, "COMMENTS_SECRET": SECRET}
    return subprocess.run(
        [*command, str(file)], env=environment, capture_output=True, check=True, text=True
    ).stdout.strip()


@pytest.mark.parametrize(
    ("language", "suffix", "program"),
    [("python", ".py", sys.executable), ("php", ".php", "php"), ("javascript", ".mjs", "node")],
)
def test_each_examples_token_is_taken(
    language: str, suffix: str, program: str, tmp_path: Path
) -> None:
    if shutil.which(program) is None:
        if program == "node" and os.environ.get("NEEDS_NODE"):
            pytest.fail("there is no Node")
        pytest.skip(f"needs {program}")
    made = ran([program], language, suffix, tmp_path)
    settings = TokenSettings(secrets=(Secret("1", SECRET),), single_use=True)
    way = Way(1, 1, Kind.TOKEN, "accounts", "Account", settings)
    resolver = Resolver(1)
    fetching = Fetching(Client(SsrfGuard(resolver)))
    claimed, used = run(partial(whose, made, [way], fetching, now=now()))
    resolver.close()
    assert (claimed.subject, claimed.name) == ("4711", "Jonas Lind")
    assert used is not None


def test_the_page_names_every_code() -> None:
    named = set(re.findall(r"`((?:bad-)?token-?[a-z-]*|no-sign-on)`", PAGE.read_text()))
    code = "".join(
        path.read_text(encoding="utf-8")
        for path in (ROOT / "src" / "rejoinder" / "sign_on").glob("*.py")
    )
    used = set(re.findall(r'code="((?:token-|no-sign)[a-z-]+)"', code)) | {TokenRefused.code}
    assert used <= named
