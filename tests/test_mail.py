"""Letters as a real mail server receives them, and what happens when it does not."""

import io
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

from rejoinder.errors import Invalid, Unavailable
from rejoinder.mail import ConsoleMailer, Email, Mailer, SmtpMailer, mailer_for
from tests.support.live_server import free_port

LETTER = Email("ilka@example.org", "Your comment is published", "Grüße,\nthe desk\n")


class Postbox:
    """A mail server's handler that keeps what comes."""

    def __init__(self) -> None:
        """Starts empty."""
        self.letters: list[EmailMessage] = []
        self.envelopes: list[tuple[str, list[str]]] = []
        self.answer = "250 OK"

    async def handle_DATA(self, _server: object, _session: object, envelope: Any) -> str:  # noqa: N802
        """Takes a letter."""
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        self.envelopes.append((envelope.mail_from, envelope.rcpt_tos))
        return self.answer


@pytest.fixture
def postbox() -> Postbox:
    return Postbox()


@pytest.fixture
def postbox_port(postbox: Postbox) -> Iterator[int]:
    """Where a server listens that takes letters from anybody, and from the desk by its password."""

    def knows(_server: SMTP, _session: object, _envelope: object, _how: str, who: object) -> Any:
        assert isinstance(who, LoginPassword)
        known = (who.login, who.password) == (b"desk", b"p@ss:word")
        return AuthResult(success=known, handled=False)

    server = Controller(
        postbox,
        hostname="127.0.0.1",
        port=free_port(),
        authenticator=knows,
        auth_require_tls=False,
    )
    server.start()
    yield server.port
    server.stop()


@pytest.fixture
def mailer(postbox_port: int) -> Mailer:
    return mailer_for(f"smtp://127.0.0.1:{postbox_port}", "comments@paper.example")


def test_a_letter_arrives_as_it_was_written(mailer: Mailer, postbox: Postbox) -> None:
    mailer.send(LETTER)
    [arrived] = postbox.letters
    assert arrived["To"] == "ilka@example.org"
    assert arrived["From"] == "comments@paper.example"
    assert arrived["Subject"] == "Your comment is published"
    assert arrived["Auto-Submitted"] == "auto-generated"
    assert arrived["Date"]
    assert arrived["Message-ID"].endswith("@paper.example>")
    assert arrived.get_content().replace("\r\n", "\n") == LETTER.text
    assert postbox.envelopes == [("comments@paper.example", ["ilka@example.org"])]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\x0b", "\x85"])
def test_a_headline_cannot_add_to_a_letter(mailer: Mailer, postbox: Postbox, end: str) -> None:
    headline = f"Storm{end}Bcc: everybody@example.org{end}{end}<b>Hello</b>"
    mailer.send(Email("ilka@example.org", headline, "Text."))
    [arrived] = postbox.letters
    assert arrived["Bcc"] is None
    assert postbox.envelopes == [("comments@paper.example", ["ilka@example.org"])]
    assert arrived.get_content().strip() == "Text."


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_nor_can_an_address(mailer: Mailer, postbox: Postbox, end: str) -> None:
    with pytest.raises(Unavailable):
        mailer.send(Email(f"ilka@example.org{end}Bcc: everybody@example.org", "Hello", "Text."))
    assert postbox.letters == []


def test_a_server_that_takes_nothing_may_be_asked_again(mailer: Mailer, postbox: Postbox) -> None:
    postbox.answer = "451 Come back later"
    with pytest.raises(Unavailable, match="SMTPDataError"):
        mailer.send(LETTER)
    postbox.answer = "250 OK"
    mailer.send(LETTER)
    assert len(postbox.letters) == 2


def test_a_server_that_is_away_may_be_asked_again() -> None:
    with pytest.raises(Unavailable, match="ConnectionRefusedError"):
        mailer_for(f"smtp://127.0.0.1:{free_port()}", "comments@paper.example").send(LETTER)


def test_a_failure_says_nothing_of_the_letter(mailer: Mailer, postbox: Postbox) -> None:
    postbox.answer = "550 We do not like what ilka@example.org is told"
    with pytest.raises(Unavailable) as failed:
        mailer.send(LETTER)
    assert "ilka" not in str(failed.value)


def test_the_server_may_ask_who_we_are(postbox: Postbox, postbox_port: int) -> None:
    known = SmtpMailer("127.0.0.1", postbox_port, "a@paper.example", "desk", "p@ss:word")
    known.send(LETTER)
    stranger = SmtpMailer("127.0.0.1", postbox_port, "a@paper.example", "desk", "wrong")
    with pytest.raises(Unavailable, match="SMTPAuthenticationError"):
        stranger.send(LETTER)
    assert len(postbox.letters) == 1


def test_a_letter_that_must_be_encrypted_is_never_sent_open(
    postbox: Postbox, postbox_port: int
) -> None:
    with pytest.raises(Unavailable, match="SSLError"):
        mailer_for(f"smtps://127.0.0.1:{postbox_port}", "comments@paper.example").send(LETTER)
    assert postbox.letters == []


def test_where_nothing_may_leave_the_machine_it_is_printed() -> None:
    printed = io.StringIO()
    ConsoleMailer(printed).send(LETTER)
    for part in (LETTER.to, LETTER.subject, LETTER.text):
        assert part in printed.getvalue()


@pytest.mark.parametrize(
    ("url", "mailer"),
    [
        ("smtp://mail.example", SmtpMailer("mail.example", 25, "a@b.example")),
        ("smtp://mail.example:587", SmtpMailer("mail.example", 587, "a@b.example")),
        (
            "smtps://desk:p%40ss%3Aword@mail.example",
            SmtpMailer("mail.example", 465, "a@b.example", "desk", "p@ss:word", encrypted=True),
        ),
    ],
)
def test_the_address_of_a_mail_server_says_it_all(url: str, mailer: Mailer) -> None:
    assert mailer_for(url, "a@b.example") == mailer


@pytest.mark.parametrize("url", ["", "mail.example", "http://mail.example", "smtp://", "smtp:x"])
def test_an_address_of_no_mail_server_is_refused(url: str) -> None:
    with pytest.raises(Invalid, match="smtp://HOST"):
        mailer_for(url, "a@b.example")
