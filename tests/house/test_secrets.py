"""Nothing in the project names the machine, or the registry, that somebody built it with."""

import re

from tests.support.source_files import FILES, ROOT, name

# Put together here, so that this file does not hold what it looks for.
HOSTS = (
    "py" + "pi.org",
    "python" + "hosted.org",
    "npm" + "js.org",
    "npm" + "js.com",
    "yarn" + "pkg.com",
    "conda" + ".anaconda.org",
    "arti" + "factory",
    "nexus" + "repo",
)
ADDRESS_OF_ONE = re.compile("|".join(re.escape(host) for host in HOSTS), re.IGNORECASE)
SETTING_OF_ONE = re.compile(
    r"--(?:extra-)?index-url[ =]|--find-links|\"resolved\":|^registry *=", re.MULTILINE
)
HOMES = re.compile(r"(?<![\w.])/(?:home|Users|root|work|opt)/\w")

TEXTS = {path: raw.decode() for path in FILES if b"\0" not in (raw := path.read_bytes())[:8000]}


def test_no_file_names_a_registry() -> None:
    assert [name(path) for path, text in TEXTS.items() if ADDRESS_OF_ONE.search(text)] == []


def test_no_file_names_somebodys_folder() -> None:
    assert [name(path) for path, text in TEXTS.items() if HOMES.search(text)] == []


def test_what_installs_leaves_open_from_where() -> None:
    assert [name(path) for path in INSTALLERS if SETTING_OF_ONE.search(TEXTS[path])] == []


INSTALLERS = [
    path
    for path in TEXTS
    if path.parent == ROOT or path.parent.name in {"requirements", ".ci", "tools"}
]
