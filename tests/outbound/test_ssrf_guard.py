"""Where connections are made, whatever was said of an address before."""

import socket

import httpcore
import pytest

from rejoinder.outbound import ssrf_guard
from rejoinder.outbound.addresses import OutboundError
from tests.support import event_loop


def test_the_machines_own_names_are_looked_up_and_not_gone_to() -> None:
    async def ask() -> None:
        names = ssrf_guard.Resolver(1)
        assert set(await names("localhost", 80)) <= {"127.0.0.1", "::1"}
        with pytest.raises(OutboundError):
            await ssrf_guard.SsrfGuard(names).connect_tcp("localhost", 80)
        with pytest.raises(OutboundError):
            await ssrf_guard.SsrfGuard(names).connect_tcp("127.0.0.1", 80)
        with pytest.raises(OutboundError):
            await ssrf_guard.SsrfGuard(names).connect_unix_socket("socket")
        names.close()

    event_loop.run(ask)


def test_only_the_port_that_the_operator_named_is_reached() -> None:
    """Another at the same host is as far away as the rest of the network."""

    async def ask(port: int) -> None:
        names = ssrf_guard.Resolver(1)
        guard = ssrf_guard.SsrfGuard(names, inside=(f"localhost:{port}",))
        stream: httpcore.AsyncNetworkStream = await guard.connect_tcp("localhost", port, 5)
        await stream.aclose()
        with pytest.raises(OutboundError):
            await guard.connect_tcp("localhost", port + 1)
        with pytest.raises(OutboundError):
            await guard.connect_tcp("127.0.0.1", port)
        names.close()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        event_loop.run(lambda: ask(listening.getsockname()[1]))
