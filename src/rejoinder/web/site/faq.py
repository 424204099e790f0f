"""The Comments FAQ: the policy in force, in the paper's words and with its own figures."""

from collections.abc import Mapping
from datetime import timedelta

from litestar import Response, get

from rejoinder.articles.model import Article
from rejoinder.articles.queries import by_names
from rejoinder.i18n import Translator
from rejoinder.moderation.faq import FaqFacts, FaqSection, PlaceEntry, RuleEntry, entries
from rejoinder.moderation.model import Paragraph
from rejoinder.moderation.policy.settings import DUTIES, Switch
from rejoinder.moderation.queries import RECORD_DAYS, policy_of, waits_of
from rejoinder.moderation.reasons import Reason
from rejoinder.sites.queries import all_staff
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import RequestContext, context_of
from rejoinder.web.site.layout import show
from rejoinder.web.site.views import FaqPart, FaqPlace
from rejoinder.web.thread_pool import in_thread


@get("/comments-faq")
@in_thread
def comments_faq(request: WebRequest) -> Response[str]:
    """What gets a comment posted here, and everything else that a reader may ask."""
    context = context_of(request)
    with context.database.reading() as connection:
        policy = policy_of(connection, context.site.id).policy
        named = {each.article for each in policy.differences if each.article}
        articles = by_names(connection, context.site.id, named)
    public_page = policy[DUTIES].public_page is Switch.ON
    parts = [_part(context.translator, part, articles) for part in entries(policy, _facts(context))]
    return show(context, "faq.html", {"sections": parts, "public_page": public_page})


def _facts(context: RequestContext) -> FaqFacts:
    site, translator = context.site, context.translator
    with context.database.reading() as connection:
        waits = waits_of(connection, site.id, now=context.now)
        staff = all_staff(connection, site.id)
    return FaqFacts(
        site_name=site.name,
        language=translator.locale.get_language_name(translator.locale) or site.language,
        judge_version=context.app_state.judge_pool.model,
        staff_count=len(staff),
        record_days=RECORD_DAYS,
        waiting=waits.waiting,
        waits_measured=waits.measured,
        median_wait_minutes=None if waits.median is None else waits.median / timedelta(minutes=1),
    )


def _part(translator: Translator, part: FaqSection, articles: Mapping[str, Article]) -> FaqPart:
    return FaqPart(
        id=part.id,
        title=translator.translate(part.title),
        paragraphs=[_paragraph(translator, each) for each in part.paragraphs],
        rules=[_rule(translator, each) for each in part.rules],
        places=[
            _place(translator, each, articles.get(each.article))
            for each in part.places
            # Of an article that is not there, or not any more, nobody need be told.
            if each.section or each.article in articles
        ],
    )


def _place(translator: Translator, place: PlaceEntry, article: Article | None) -> FaqPlace:
    return FaqPlace(
        section=place.section,
        article="" if article is None else article.headline,
        path="" if article is None else article.path,
        rules=[_rule(translator, each) for each in place.rules],
    )


def _rule(translator: Translator, entry: RuleEntry) -> Reason:
    text = " ".join(_paragraph(translator, each) for each in entry.paragraphs)
    return Reason(entry.rule, translator.translate(entry.title), text, "")


def _paragraph(translator: Translator, paragraph: Paragraph) -> str:
    message, fields = paragraph
    return translator.translate(message, **fields)
