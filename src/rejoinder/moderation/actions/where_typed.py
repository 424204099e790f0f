"""The judge reads what people see; what it marks is shown in what was typed."""

from dataclasses import replace

from rejoinder.engine import Judgement
from rejoinder.moderation.model import Case, Span


def where_typed(case: Case, judgement: Judgement | None) -> Judgement | None:
    """The judgement of what is seen of a comment, with its places in what was typed."""
    if judgement is None:
        return None
    read = case.as_read.judged
    size = len(read.text)

    def typed(spans: tuple[Span, ...]) -> tuple[Span, ...]:
        return tuple(read.original(start, end) for start, end in spans if 0 <= start < end <= size)

    abuse = {
        attribute: replace(measured, spans=typed(measured.spans)) if measured.spans else measured
        for attribute, measured in judgement.abuse.items()
    }
    language = judgement.language
    if language is not None and language.passages:
        language = replace(language, passages=typed(language.passages))
    return replace(judgement, abuse=abuse, language=language)
