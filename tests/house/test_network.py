"""No test needs a network, and none can use one unseen."""

import socket

import pytest


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("example.org", 443)])
def test_no_test_can_reach_another_machine(address: tuple[str, int]) -> None:
    with pytest.raises(RuntimeError, match="a test wanted to"):
        socket.create_connection(address, timeout=1)
