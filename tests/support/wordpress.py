"""A real WordPress with our plugin: PHP's own server, and a MariaDB that only it can reach."""

import json
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.support.live_server import free_port
from tests.support.source_files import ROOT
from tools.publishing_systems import SEARCHED

PLUGIN = ROOT / "integrations" / "wordpress" / "rejoinder-comments"
SCRIPT = Path(__file__).with_suffix(".php")
PATIENCE_SECONDS = 60
_KEYS = ("AUTH_KEY", "SECURE_AUTH_KEY", "LOGGED_IN_KEY", "NONCE_KEY")
_SALTS = ("AUTH_SALT", "SECURE_AUTH_SALT", "LOGGED_IN_SALT", "NONCE_SALT")
_PHP = ["php", "-d", "log_errors=1", "-d", "display_errors=0"]


@dataclass(frozen=True, slots=True)
class WordPress:
    """A site that is served."""

    folder: Path
    address: str

    @property
    def files(self) -> Path:
        """Where WordPress lies."""
        return self.folder / "site"

    def run(self, code: str) -> Any:
        """What PHP code within WordPress returns."""
        done = self._php("run", code)
        assert not warnings_in(done.stderr)
        return json.loads(done.stdout.rpartition("\n")[2])

    def define(self, **told: str) -> None:
        """Says constants in its wp-config.php, in place of what was said of them before."""
        config = self.files / "wp-config.php"
        text = config.read_text(encoding="utf-8")
        for name, value in told.items():
            text = re.sub(rf"(?m)^define\( '{name}'.*\n", "", text)
            text = text.replace("<?php\n", f"<?php\ndefine( '{name}', {value!r} );\n", 1)
        config.write_text(text, encoding="utf-8")

    @contextmanager
    def signed_in(self, name: str) -> Iterator[httpx.Client]:
        """A browser of somebody's who is signed in there, by their name as a password."""
        with httpx.Client(base_url=self.address, timeout=30) as browser:
            browser.cookies.set("wordpress_test_cookie", "WP Cookie check")
            answer = browser.post("/wp-login.php", data={"log": name, "pwd": name})
            assert answer.is_redirect, answer.text
            yield browser

    def warnings(self) -> list[str]:
        """What its server found wrong until now."""
        log = self.folder / "php.log"
        return warnings_in(log.read_text(encoding="utf-8", errors="replace"))

    def _php(self, asked: str, code: str = "") -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [*_PHP, str(SCRIPT), asked],
            input=code,
            env={**os.environ, "ADDRESS": self.address, "FILES": str(self.files)},
            capture_output=True,
            check=True,
            text=True,
        )

    def install(self, files: Path) -> None:
        """Puts WordPress, its settings and our plugin there, and lets it make its tables."""
        ignore = shutil.ignore_patterns(".htaccess", "wp-config.php", "ID3")
        shutil.copytree(
            files, self.files, ignore=ignore, symlinks=False, ignore_dangling_symlinks=True
        )
        (self.files / "wp-content" / "plugins" / PLUGIN.name).symlink_to(PLUGIN)
        (self.files / "wp-config.php").write_text(self._config(), encoding="utf-8")
        self._php("install")

    def _config(self) -> str:
        told = {
            "DB_NAME": "wordpress",
            "DB_USER": "root",
            "DB_PASSWORD": "",
            "DB_HOST": f"localhost:{self.folder / 'sql'}",
            "DB_CHARSET": "utf8mb4",
            "WP_HOME": self.address,
            "WP_SITEURL": self.address,
            **{name: name * 4 for name in (*_KEYS, *_SALTS)},
        }
        lines = [f"define( '{name}', {value!r} );" for name, value in told.items()]
        # It would ask wordpress.org for newer versions, and itself for what is due.
        switched_on = ("WP_DEBUG", "DISABLE_WP_CRON", "WP_HTTP_BLOCK_EXTERNAL")
        lines += [f"define( '{name}', true );" for name in switched_on]
        lines += ["define( 'WP_DEBUG_DISPLAY', false );", "$table_prefix = 'wp_';"]
        lines += ["define( 'WP_ACCESSIBLE_HOSTS', '127.0.0.1' );"]
        return "\n".join(["<?php", *lines, "require_once __DIR__ . '/wp-settings.php';", ""])


def warnings_in(log: str) -> list[str]:
    """What PHP warns of in our plugin, and whatever stopped it; WordPress warns of its own."""
    found = re.findall("PHP .*:  .*", log)
    return [each for each in found if "PHP Fatal" in each or PLUGIN.name in each]


@contextmanager
def wordpress(files: Path, folder: Path) -> Iterator[WordPress]:
    """A WordPress while the block runs; `files` are its own, `folder` is where it keeps things."""
    port = free_port()
    site = WordPress(folder, f"http://localhost:{port}")
    with _mariadb(folder):
        site.install(files)
        with _process(
            folder / "php.log",
            [*_PHP, "-S", f"127.0.0.1:{port}", "-t", str(site.files)],
            # One request of its own must not wait for another.
            PHP_CLI_SERVER_WORKERS="3",
        ) as server:
            _wait(lambda: _answers(site.address), server)
            yield site


@contextmanager
def _mariadb(folder: Path) -> Iterator[None]:
    data, socket = folder / "data", folder / "sql"
    # Not as a server should be run: nothing here outlives the tests.
    settings = ["--skip-networking", "--innodb-flush-log-at-trx-commit=0", "--skip-log-bin"]
    as_root = ["--user=root"] if os.geteuid() == 0 else []
    own = ["--no-defaults", f"--datadir={data}", *as_root]
    subprocess.run(
        [
            *("mariadb-install-db", *own, "--skip-test-db"),
            *("--auth-root-authentication-method=normal", "--skip-name-resolve"),
        ],
        capture_output=True,
        check=True,
    )
    asked = ["mariadb", "--no-defaults", f"--socket={socket}", "--user=root"]
    asked += ["--execute=CREATE DATABASE IF NOT EXISTS wordpress CHARACTER SET utf8mb4"]
    command = ["mariadbd", *own, f"--socket={socket}", f"--pid-file={folder / 'pid'}", *settings]

    def has_made_it() -> bool:
        return subprocess.run(asked, capture_output=True, check=False).returncode == 0

    with _process(folder / "mariadb.log", command) as server:
        _wait(has_made_it, server)
        yield


@contextmanager
def _process(log: Path, command: list[str], **settings: str) -> "Iterator[subprocess.Popen[bytes]]":
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            env={**os.environ, "PATH": SEARCHED, **settings},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            yield process
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=30)


def _wait(is_there: Callable[[], bool], server: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_there():
        assert server.poll() is None, "It ended while it was to begin."
        assert time.monotonic() < deadline, "It did not begin."
        time.sleep(0.05)


def _answers(address: str) -> bool:
    try:
        return httpx.get(address, timeout=30).status_code == 200
    except httpx.TransportError:
        return False
