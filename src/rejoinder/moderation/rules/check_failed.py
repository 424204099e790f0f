"""One of our checks broke: `decide` brings it. Or the rules cannot be read: `mode` does."""

from rejoinder.errors import N_
from rejoinder.moderation.model import Severity
from rejoinder.moderation.rule import Rule, RuleWords

CHECK_FAILED = Rule(
    id="check-failed",
    severity=Severity.HOLD,
    words=RuleWords(
        title=N_("One of our checks failed"),
        found=N_("A check broke down as it read this, which says nothing about the comment."),
        message=N_(
            "Something in our own workings failed while your comment was being read, so a person "
            "will read it instead. That says nothing about what you wrote."
        ),
        advice=N_("There is nothing that you need to do, and we are sorry for the wait."),
        faq=N_(
            "When one of our checks breaks down, the comment waits for a person. We neither post "
            "it unread nor decline it for a fault of ours."
        ),
    ),
)

RULES = (CHECK_FAILED,)
