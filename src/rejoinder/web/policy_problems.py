"""What is wrong with a policy that cannot be read, for whoever wrote it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rejoinder.errors import Invalid
from rejoinder.i18n import Translator


def policy_problems(translator: Translator, failure: Invalid) -> list[dict[str, Any]]:
    """Each mistake with its `line`, its `key` and the `problem` in the site's language."""
    return [
        {
            "line": each["line"],
            "key": each["key"],
            "problem": translator.translate(each["message"], **each["fields"]),
        }
        for each in failure.details.get("problems", [])
    ]


@contextmanager
def problems_told(translator: Translator) -> Iterator[None]:
    """Lets the refusal of a policy that cannot be read tell each mistake, for a program."""
    try:
        yield
    except Invalid as failure:
        if failure.code == "bad-policy":
            failure.details = {"problems": policy_problems(translator, failure)}
        raise
