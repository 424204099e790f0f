"""The Comments FAQ: the policy in force, in the paper's words and with its own figures."""

from datetime import timedelta

from litestar import Response, get

from rejoinder.moderation.faq import FaqFacts, FaqSection, Paragraph, RuleEntry, entries
from rejoinder.moderation.queries import RECORD_DAYS, policy_of, waits_of
from rejoinder.sites.queries import all_staff
from rejoinder.web.language import Words
from rejoinder.web.parts import WebRequest
from rejoinder.web.reasons import Reason
from rejoinder.web.site.chrome import show
from rejoinder.web.site.views import FaqPart
from rejoinder.web.threads import in_thread
from rejoinder.web.visit import Visit, visit_of


@get("/comments-faq")
@in_thread
def comments_faq(request: WebRequest) -> Response[str]:
    """What gets a comment posted here, and everything else that a reader may ask."""
    visit = visit_of(request)
    with visit.parts.database.reading() as connection:
        policy = policy_of(connection, visit.visitor.site.id).policy
    parts = [_part(visit.words, part) for part in entries(policy, _facts(visit))]
    return show(visit, "faq.html", {"sections": parts})


def _facts(visit: Visit) -> FaqFacts:
    site, words = visit.visitor.site, visit.words
    with visit.parts.database.reading() as connection:
        waits = waits_of(connection, site.id, now=visit.now)
        staff = all_staff(connection, site.id)
    return FaqFacts(
        site_name=site.name,
        language=words.locale.get_language_name(words.locale) or site.language,
        judge_version=visit.parts.bench.model,
        staff_count=len(staff),
        record_days=RECORD_DAYS,
        waiting=waits.waiting,
        waits_measured=waits.measured,
        median_wait_minutes=None if waits.median is None else waits.median / timedelta(minutes=1),
    )


def _part(words: Words, part: FaqSection) -> FaqPart:
    return FaqPart(
        id=part.id,
        title=words.tell(part.title),
        paragraphs=[_paragraph(words, each) for each in part.paragraphs],
        rules=[_rule(words, each) for each in part.rules],
    )


def _rule(words: Words, entry: RuleEntry) -> Reason:
    told = " ".join(_paragraph(words, each) for each in entry.paragraphs)
    return Reason(entry.rule, words.tell(entry.title), told, "")


def _paragraph(words: Words, paragraph: Paragraph) -> str:
    message, fields = paragraph
    return words.tell(message, **fields)
