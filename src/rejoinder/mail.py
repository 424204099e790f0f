"""E-mail: over SMTP, or printed where nothing may leave the machine. `jobs` calls it."""

import smtplib
import ssl
import sys
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from functools import cache
from typing import Protocol, TextIO
from urllib.parse import unquote, urlsplit

from rejoinder.errors import Invalid, N_, Unavailable

TIMEOUT_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Email:
    """One plain-text mail."""

    to: str
    subject: str
    text: str


class Mailer(Protocol):
    """Whatever can send e-mails."""

    def send(self, email: Email) -> None:
        """Sends it.

        Raises:
            Unavailable: it could not be handed over; it may be tried again.
        """


@dataclass(frozen=True, slots=True)
class ConsoleMailer:
    """Prints mail instead of sending it."""

    out: TextIO = sys.stderr

    def send(self, email: Email) -> None:
        """Prints it between two rules."""
        rule = "─" * 72
        self.out.write(
            f"{rule}\nTo: {email.to}\nSubject: {email.subject}\n\n{email.text}\n{rule}\n"
        )
        self.out.flush()


@dataclass(frozen=True, slots=True)
class SmtpMailer:
    """Hands mail to a server, encrypted wherever the server offers it."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = ""
    encrypted: bool = False

    def send(self, email: Email) -> None:
        """Sends it over a connection of its own."""
        try:
            with self._connect() as server:
                if self.user:
                    server.login(self.user, self.password)
                server.send_message(_message(email, self.sender))
        except (OSError, smtplib.SMTPException, ValueError) as failure:
            # ValueError: an address that no header can hold.
            raise Unavailable(
                N_("The mail server did not take the letter (%(kind)s)."),
                kind=type(failure).__name__,
            ) from failure

    def _connect(self) -> smtplib.SMTP:
        if self.encrypted:
            return smtplib.SMTP_SSL(
                self.host, self.port, timeout=TIMEOUT_SECONDS, context=_tls_context()
            )
        server = smtplib.SMTP(self.host, self.port, timeout=TIMEOUT_SECONDS)
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=_tls_context())
            server.ehlo()
        return server


@cache
def _tls_context() -> ssl.SSLContext:
    # To read a machine's certificates takes 25 ms.
    return ssl.create_default_context()


def mailer_for(url: str, sender: str) -> Mailer:
    """The mailer that the settings ask for.

    Raises:
        Invalid: the address is none of `console:`, `smtp://` and `smtps://`.
    """
    parts = urlsplit(url)
    if parts.scheme == "console":
        return ConsoleMailer()
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise Invalid(N_("The mail address must be console:, smtp://HOST or smtps://HOST."))
    encrypted = parts.scheme == "smtps"
    return SmtpMailer(
        host=parts.hostname,
        port=parts.port or (465 if encrypted else 25),
        sender=sender,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        encrypted=encrypted,
    )


def _one(address: str) -> Address:
    """The one address that a letter goes to: a comma in it must not make two of it.

    Raises:
        ValueError: it is none, or several.
    """
    try:
        return Address(addr_spec=address)
    except (HeaderParseError, IndexError):
        raise ValueError("That is not one address.") from None


def _message(email: Email, sender: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = sender
    message["To"] = _one(email.to)
    # What looks like an encoded word (RFC 2047) would be read as what it hides.
    message["Subject"] = " ".join(email.subject.replace("=?", "= ?").split())
    message["Date"] = formatdate(localtime=False)
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2] or "localhost")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(email.text)
    return message
