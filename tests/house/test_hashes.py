"""What is installed was pinned by hash beforehand; the checkout itself gets nothing more."""

import re
import tomllib

from tests.support.source_files import ROOT

INSTALLS = re.compile(r"\$\(PIP\) install (.*)")


def test_every_installation_checks_hashes_or_gets_nothing() -> None:
    recipes = INSTALLS.findall((ROOT / "Makefile").read_text(encoding="utf-8"))
    assert len(recipes) >= 6
    for options in recipes:
        told = options.split()
        assert "--no-deps" in told, options  # what is needed besides stands in the lock
        if "--require-hashes" in told:
            assert (ROOT / told[-1]).is_file(), options
        else:
            assert {"--no-index", "--no-build-isolation"} <= set(told), options


def test_every_line_of_a_lock_has_its_hash() -> None:
    locks = sorted((ROOT / "requirements").glob("*.lock"))
    assert {"build.lock", "lock.lock", "serve.lock"} <= {lock.name for lock in locks}
    for lock in locks:
        text = lock.read_text(encoding="utf-8").replace("\\\n", " ")
        for line in filter(None, (each.split("#")[0].strip() for each in text.splitlines())):
            assert line.startswith("--") or "--hash=sha256:" in line, (lock.name, line)


def test_what_builds_the_package_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert set(project["build-system"]["requires"]) <= set(project["dependency-groups"]["build"])
    locked = (ROOT / "requirements" / "build.lock").read_text(encoding="utf-8")
    for requirement in project["dependency-groups"]["build"]:
        assert f"\n{requirement.partition('>')[0]}==" in f"\n{locked}"
