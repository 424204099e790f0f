"""An event as a line in a chat, in Slack's format, which Mattermost and Rocket.Chat take too. Pure.

Source: https://docs.slack.dev/messaging/formatting-message-text (escaping, links).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from rejoinder.errors import N_
from rejoinder.i18n import Translator
from rejoinder.webhooks.model import Event

# As much as anybody reads in a chat.
LONGEST_EXCERPT: Final = 500

TITLES: Final[Mapping[str, str]] = {
    Event.COMMENT_PUBLISHED: N_("Comment posted"),
    Event.COMMENT_HELD: N_("Comment waits for a person"),
    Event.COMMENT_DECLINED: N_("Comment not posted"),
    Event.COMMENT_EDITED: N_("Comment changed"),
    Event.COMMENT_WITHDRAWN: N_("Comment withdrawn"),
    Event.COMMENT_REPORTED: N_("Comment reported"),
    Event.COMMENT_DECIDED: N_("Decided by a person"),
    Event.COMMENT_PICKED: N_("Made a pick, or no more"),
    Event.COMMENT_PINNED: N_("Pinned, or no more"),
    Event.ARTICLE_SEEN: N_("A new article can be discussed"),
    Event.TEST: N_("A test: messages arrive here"),
}


@dataclass(frozen=True, slots=True)
class ChatLine:
    """What a line in a chat is made of."""

    kind: str
    author: str = ""
    headline: str = ""
    url: str = ""
    reasons: tuple[str, ...] = ()
    text: str = ""


def slack_message(line: ChatLine, translator: Translator) -> dict[str, Any]:
    """The message: nothing that a reader wrote is markup, a link or a call of anybody in it."""
    said = f"*{_escaped(translator.translate(TITLES[line.kind]))}*"
    if line.author:
        said += f" · {_escaped(line.author)}"
    if line.headline:
        said += f" · <{_escaped_url(line.url)}|{_escaped(line.headline)}>"
    if line.reasons:
        said += f"\n{_escaped(', '.join(line.reasons))}"
    if line.text:
        short = line.text[:LONGEST_EXCERPT]
        cut = "…" if len(line.text) > LONGEST_EXCERPT else ""
        said += "".join(f"\n>{_escaped(each)}" for each in f"{short}{cut}".splitlines())
    return {"text": said, "unfurl_links": False, "unfurl_media": False}


# Slack makes these of text; they are shown as other signs that look the same.
_MARKS: Final = str.maketrans({"*": "∗", "_": "＿", "~": "∼", "`": "ˋ", "|": "¦"})


def _escaped(text: str) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escaped.translate(_MARKS)


def _escaped_url(url: str) -> str:
    for sign, code in (("&", "&amp;"), ("<", "%3C"), (">", "%3E"), ("|", "%7C")):
        url = url.replace(sign, code)
    return url
