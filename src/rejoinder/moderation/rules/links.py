"""Where the links lead, and how many there are."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import unquote, urlsplit

from rejoinder.errors import N_
from rejoinder.moderation.model import Case, Finding, Severity, Span
from rejoinder.moderation.rule import Rule, RuleWords, Shown
from rejoinder.moderation.setting import (
    Contradiction,
    Integer,
    InvalidSetting,
    Kind,
    ListOf,
    Policy,
    Table,
    Text,
)
from rejoinder.readers.model import Standing

_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+")
# RFC 1035; a host outside of ASCII is longer in numbers. What is longer leads nowhere.
_LONGEST_HOST = 3 * 253


@dataclass(frozen=True, slots=True)
class Host(Kind):
    """A host, such as `example.com`."""

    def parse(self, value: Any) -> str:
        """The host as browsers ask for it: small letters, punycode."""
        text = Text().parse(value).casefold()
        try:
            punycode = text.encode("idna").decode("ascii")
        except UnicodeError:
            punycode = ""
        if not _HOST.fullmatch(text) or not punycode:
            raise InvalidSetting(
                N_(
                    "“%(host)s” is not a host. Write it like “example.com”, without https:// or a "
                    "path; its subdomains are meant as well."
                ),
                host=text,
            )
        return punycode

    @property
    def bounds(self) -> str:
        """An example."""
        return 'a host such as "example.com"'


@dataclass(frozen=True, slots=True)
class LinkSettings:
    """How many links pass without a person's look, and hosts that are not linked to."""

    allowed: Annotated[int, Integer(0, 1000), N_("a person looks first at comments with more")] = 2
    allowed_for_new: Annotated[
        int, Integer(0, 1000), N_("the same for authors who are new to the site")
    ] = 0
    blocked_hosts: Annotated[
        tuple[str, ...],
        ListOf(Host()),
        N_('"example.com", with all its subdomains: the comment is declined'),
    ] = ()


def _contradictions(links: LinkSettings) -> Iterator[Contradiction]:
    if links.allowed_for_new > links.allowed:
        yield Contradiction(
            ("allowed",),
            ("allowed_for_new",),
            InvalidSetting(
                N_("New authors may set more links (%(new)s) than the others (%(all)s)."),
                new=links.allowed_for_new,
                all=links.allowed,
            ),
        )


LINKS = Table(("links",), LinkSettings(), _contradictions)


def links_blocked(policy: Policy, case: Case) -> Iterator[Finding]:
    """A link leads to a blocked host or to one below it."""
    blocked = {link: host for link in case.links if (host := _blocked_host(policy, link))}
    if blocked:
        yield LINKS_BLOCKED.finding(
            spans=_spans(case.text, tuple(blocked)),
            evidence=tuple(blocked),
            facts={"hosts": ", ".join(dict.fromkeys(blocked.values()))},
        )


def links_many(policy: Policy, case: Case) -> Iterator[Finding]:
    """There are more links than the author may set without a person's look.

    A trusted author's are not counted: that is what the trust is for.
    """
    if case.standing is Standing.TRUSTED:
        return
    limits = policy[LINKS]
    allowed = limits.allowed_for_new if case.standing is Standing.NEW else limits.allowed
    # One address can come twice: as it was written, and as a browser asks for it.
    distinct = {unquote(link).rstrip(".,;:!?/"): link for link in case.links}
    if len(distinct) > allowed:
        yield LINKS_MANY.finding(
            spans=_spans(case.text, case.links),
            evidence=tuple(distinct.values()),
            facts={"count": len(distinct), "allowed": allowed},
        )


def _blocked_host(policy: Policy, link: str) -> str | None:
    host = host_of(link)
    return next(
        (
            blocked
            for blocked in policy[LINKS].blocked_hosts
            if host == blocked or host.endswith(f".{blocked}")
        ),
        None,
    )


def host_of(link: str) -> str:
    """The host that a browser would ask, in punycode; "" where there is none."""
    address = link.replace("\\", "/")
    try:
        host = urlsplit(address if "://" in address else f"//{address}").hostname or ""
        if len(host) > _LONGEST_HOST:
            return ""
        return unquote(host).rstrip(".").encode("idna").decode("ascii").lower()
    except ValueError:  # UnicodeError is one: no such host can be reached
        return ""


def _spans(text: str, links: tuple[str, ...]) -> tuple[Span, ...]:
    """Where links stand in the text, those that stand there as they are."""
    starts = ((text.find(link), len(link)) for link in links if link)
    return tuple(sorted({(start, start + size) for start, size in starts if start >= 0}))


LINKS_BLOCKED = Rule(
    id="links-blocked",
    severity=Severity.DECLINE,
    check=links_blocked,
    settings=(LINKS,),
    in_force=lambda policy: bool(policy[LINKS].blocked_hosts),
    shows=Shown.QUOTES,
    excuses_staff=True,
    words=RuleWords(
        title=N_("A link that we do not set"),
        found=N_("It links to %(hosts)s, which the rules rule out."),
        message=N_("It links to %(hosts)s, and we do not link there from comments."),
        advice=N_("Take the link out, and tell us in your own words what is to be found there."),
        faq=N_(
            "There are a few websites to which we do not link, mostly because they sell or "
            "deceive. A comment that links to one of them is not posted; without the link it "
            "may well be."
        ),
    ),
)

LINKS_MANY = Rule(
    id="links-many",
    severity=Severity.HOLD,
    check=links_many,
    settings=(LINKS,),
    shows=Shown.QUOTES,
    excuses_staff=True,
    faq_fields=lambda policy: {
        "allowed": policy[LINKS].allowed,
        "allowed_for_new": policy[LINKS].allowed_for_new,
    },
    words=RuleWords(
        title=N_("More links than usual"),
        found=N_("Links found: %(count)s. Without a look may pass: %(allowed)s."),
        message=N_(
            "It has more links than may pass without a look (found: %(count)s, allowed: "
            "%(allowed)s), so a person will open them first."
        ),
        advice=N_("You can wait for us, or send the comment with fewer links."),
        faq=N_(
            "A person opens the links first where a comment has more than may pass without a "
            "look. The number that may pass is %(allowed)s, and for somebody who is new here "
            "%(allowed_for_new)s."
        ),
    ),
)

RULES = (LINKS_BLOCKED, LINKS_MANY)
