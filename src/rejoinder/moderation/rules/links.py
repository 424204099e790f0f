"""Where the links lead, and how many there are."""

from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from rejoinder.moderation.model import Case, Finding, Severity, Span
from rejoinder.moderation.policy import Policy
from rejoinder.moderation.rules.check import Check, always
from rejoinder.readers.model import Standing


def blocked(policy: Policy, case: Case) -> Iterator[Finding]:
    """A link leads to a blocked host or to one below it."""
    found = {link: host for link in case.links if (host := _blocked_host(policy, link))}
    if found:
        hosts = ", ".join(dict.fromkeys(found.values()))
        yield Finding(
            "links-blocked",
            Severity.DECLINE,
            spans=_spans(case.text, tuple(found)),
            evidence=tuple(found),
            facts={"hosts": hosts},
        )


def too_many(policy: Policy, case: Case) -> Iterator[Finding]:
    """There are more links than the author may set without a person's look.

    A trusted author's are not counted: that is what the trust is for.
    """
    if case.standing is Standing.TRUSTED:
        return
    new = case.standing is Standing.NEW
    allowed = policy.links.allowed_for_new if new else policy.links.allowed
    # One address can come twice: as it was written, and as a browser asks for it.
    distinct = {unquote(link).rstrip(".,;:!?/"): link for link in case.links}
    if len(distinct) > allowed:
        yield Finding(
            "links-many",
            Severity.HOLD,
            spans=_spans(case.text, case.links),
            evidence=tuple(distinct.values()),
            facts={"count": len(distinct), "allowed": allowed},
        )


def _blocked_host(policy: Policy, link: str) -> str | None:
    host = host_of(link)
    return next(
        (
            blocked
            for blocked in policy.links.blocked_hosts
            if host == blocked or host.endswith(f".{blocked}")
        ),
        None,
    )


def host_of(link: str) -> str:
    """The host that a browser would ask, in punycode; "" where there is none."""
    address = link.replace("\\", "/")
    try:
        host = urlsplit(address if "://" in address else f"//{address}").hostname or ""
        return unquote(host).rstrip(".").encode("idna").decode("ascii").lower()
    except ValueError:  # UnicodeError is one: no such host can be reached
        return ""


def _spans(text: str, links: tuple[str, ...]) -> tuple[Span, ...]:
    """Where links stand in the text, those that stand there as they are."""
    places = ((text.find(link), len(link)) for link in links if link)
    return tuple(sorted({(start, start + size) for start, size in places if start >= 0}))


def _blocked_rules(policy: Policy) -> Iterator[str]:
    if policy.links.blocked_hosts:
        yield "links-blocked"


CHECKS = (
    Check("links-blocked", blocked, _blocked_rules, excuses_staff=True),
    Check("links-many", too_many, always("links-many"), excuses_staff=True),
)
