"""Where connections are made: the name is looked up, every address checked, and one of them used.

The check and the connection are one step, so that a name which answers differently the second time
(DNS rebinding) is not asked a second time. TLS is still checked against the name.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import httpcore

from rejoinder.outbound.addresses import OutboundError, is_named, is_public, plain_host
from rejoinder.settings import HostPorts

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
SocketOptions = Iterable[httpcore.SOCKET_OPTION]

# A name with more is no newspaper's; each costs a wait when nobody answers there.
MAX_ADDRESSES = 4
CONNECT_TIMEOUT = 3.0


class Resolver:
    """Asks the machine's resolver, in threads of its own: a slow name must hold up nobody else."""

    def __init__(self, threads: int) -> None:
        """`threads` look up at the same time."""
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="lookup")

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        """All addresses of a host, those of IPv4 first, since more of them can be reached.

        Raises:
            OutboundError: it has none.
        """
        ask = partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
        try:
            answers = await asyncio.get_running_loop().run_in_executor(self._pool, ask)
        except (OSError, UnicodeError):
            raise OutboundError("nobody knows its host") from None
        answers.sort(key=lambda answer: answer[0] != socket.AF_INET)
        return list(dict.fromkeys(str(answer[4][0]) for answer in answers))

    def close(self) -> None:
        """Lets the threads go."""
        self._pool.shutdown(wait=False, cancel_futures=True)


class SsrfGuard(httpcore.AsyncNetworkBackend):
    """Connects to public addresses only, by a name; `network` makes the connection itself."""

    def __init__(
        self,
        resolve: Resolve,
        network: httpcore.AsyncNetworkBackend | None = None,
        inside: HostPorts = (),
    ) -> None:
        """`network` is the machine's own unless a test brings another.

        `inside` are hosts and ports that the operator named: their addresses are not checked.
        """
        self._resolve = resolve
        self._network = network or httpcore.AnyIOBackend()
        self._inside = inside

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: SocketOptions | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Called by the library for each connection.

        Raises:
            OutboundError: one of the host's addresses is not public.
            httpcore.ConnectError, httpcore.ConnectTimeout: nobody answered at any of them.
        """
        addresses = await self._resolve(host, port)
        named = is_named(plain_host(host), port, self._inside)
        # One that is not public among others that are is somebody's trick, or a mistake.
        if not addresses or not (named or all(map(is_public, addresses))):
            raise OutboundError("its host is not on the public internet")
        failure: Exception = httpcore.ConnectError()
        for address in addresses[:MAX_ADDRESSES]:
            try:
                return await self._network.connect_tcp(
                    address, port, timeout, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: SocketOptions | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """No address of ours leads to a file."""
        raise OutboundError("its host is not on the public internet")

    async def sleep(self, seconds: float) -> None:
        """Called by the library between tries."""
        await asyncio.sleep(seconds)
