"""A server is measured, and not another that has its port."""

import socket
from pathlib import Path

import pytest

from benchmarks.http_client import ServerAddress
from benchmarks.server import NotReady, serving


def test_a_server_that_an_earlier_run_left_is_not_taken_for_the_one_to_measure(
    tmp_path: Path,
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as left:
        address = ServerAddress(left.getsockname()[1])
        begun = serving(["false"], address, {}, tmp_path / "log", ready="/")
        with pytest.raises(NotReady, match="already"):
            begun.__enter__()
    assert not (tmp_path / "log").exists()
