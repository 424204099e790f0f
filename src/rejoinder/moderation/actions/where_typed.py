"""The judge reads what people see; what it marks is shown in what was typed."""

from dataclasses import replace

from rejoinder.engine import Judgement
from rejoinder.moderation.model import Case


def where_typed(case: Case, judgement: Judgement | None) -> Judgement | None:
    """The judgement of what is seen of a comment, with its places in what was typed."""
    if judgement is None:
        return None
    read = case.as_read.judged
    size = len(read.text)
    abuse = {
        attribute: replace(
            measured,
            spans=tuple(
                read.original(start, end)
                for start, end in measured.spans
                if 0 <= start < end <= size
            ),
        )
        for attribute, measured in judgement.abuse.items()
    }
    return replace(judgement, abuse=abuse)
