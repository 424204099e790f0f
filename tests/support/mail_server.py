"""A mail server of a test's own, spoken to by real SMTP."""

from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.support.live_server import free_port
from tests.support.newspaper import Paper


class Postbox:
    """A mail server that keeps what it takes, and refuses while it is told to."""

    def __init__(self) -> None:
        self.emails: list[EmailMessage] = []
        self.tries = 0
        self.answer = "250 OK"

    async def handle_DATA(  # noqa: N802 - the name that aiosmtpd looks for
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """What the server does with a email."""
        self.tries += 1
        if self.answer.startswith("250"):
            assert isinstance(envelope.content, bytes)
            email = message_from_bytes(envelope.content, policy=policy.default)
            assert email["To"] == envelope.rcpt_tos[0]
            self.emails.append(email)
        return self.answer


@contextmanager
def taking_mail() -> Iterator[tuple[Postbox, str]]:
    """A mail server of this test's own, and its address."""
    taking = Postbox()
    server = Controller(taking, hostname="127.0.0.1", port=free_port())
    server.start()
    yield taking, f"smtp://127.0.0.1:{server.port}"
    server.stop()


def body(email: EmailMessage) -> str:
    """A email's words."""
    part = email.get_body(("plain",))
    assert part is not None
    content: str = part.get_content()
    return content


def post_letters(paper: Paper) -> int:
    """Lets half a minute pass, for which letters about decisions wait; how many jobs follow."""
    paper.clock.turn(seconds=30)
    return paper.jobs.run_once()
