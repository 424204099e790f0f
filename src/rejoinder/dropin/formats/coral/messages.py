"""What Coral sends, as far as it is looked at."""

import msgspec

from rejoinder.dropin.formats.coral.problems import Refused

# Far longer than any comment; the judge's time grows with a text's length.
LONGEST_TEXT = 100_000
LONGEST_URL = 2000


class Comment(msgspec.Struct):
    """The comment. Of the one that it answers there is only the number."""

    body: str = ""


class Story(msgspec.Struct):
    """Where the article stands; its text is not sent."""

    url: str = ""


class Asked(msgspec.Struct):
    """A comment that is about to be posted or changed."""

    comment: Comment
    story: Story = msgspec.field(default_factory=Story)


def read(body: bytes) -> Asked:
    """The call.

    Raises:
        Refused: it is no JSON of this shape, or the comment is too long. Nothing is quoted.
    """
    try:
        asked = msgspec.json.decode(body, type=Asked)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise Refused("The body is not what Coral sends to a moderation phase.") from None
    if len(asked.comment.body) > LONGEST_TEXT or len(asked.story.url) > LONGEST_URL:
        raise Refused(f"The comment is longer than {LONGEST_TEXT} characters.")
    return asked
