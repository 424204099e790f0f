"""What people do in the browser, in their words; the tests of this folder are written with it."""

import re
from ipaddress import IPv4Address
from itertools import count

from playwright.sync_api import Locator, Page

ARTICLE = "/articles/night-trams-until-three"
CIVIL = (
    "I have taken the last tram from the Ropewalk for years, and a service at night until three "
    "would have saved me many a walk along the harbour."
)
INSULT = (
    "You absolute moron, you are a stupid pathetic idiot and so is everyone who agrees with you."
)


def write(
    page: Page, text: str, *, name: str = "Ingrid", email: str = "ingrid@example.org"
) -> None:
    """Fills the comment form as a guest and sends it."""
    page.get_by_label("Your comment").fill(text)
    if page.get_by_label("Name").count():
        page.get_by_label("Name").fill(name)
        page.get_by_label("E-mail").fill(email)
    page.get_by_role("button", name="Post comment").click()


def comment(page: Page, text: str) -> Locator:
    """The comment on the page that says this."""
    return page.locator("li.comment", has_text=text)


def sign_in(page: Page, address: str, email: str) -> None:
    """Signs in by a button of the demo."""
    page.goto(f"{address}/sign-in?next=/desk")
    page.locator(f"form:has(input[value='{email}']) button").click()
    page.wait_for_url(re.compile(re.escape(address) + r"/(?!sign-in\?)"))


_visitors = count(1)


def somewhere() -> dict[str, str]:
    """What a proxy would say of where a visitor sits, who else would be taken for another one."""
    return {"X-Forwarded-For": str(IPv4Address("198.18.0.0") + next(_visitors))}
