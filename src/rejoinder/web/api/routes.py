"""All the API's addresses, and the document that describes them."""

from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme

from rejoinder import __version__
from rejoinder.web.api import (
    article_changes,
    articles,
    bulk_jobs,
    comment_acts,
    comments,
    counts,
    live,
    moderation,
    notes,
    notices,
    passings,
    policy,
    policy_drafts,
    policy_replays,
    policy_shadow,
    reports,
    sessions,
    staff,
    standings,
    statements,
    webhooks,
    your_comments,
)
from rejoinder.web.api.error_responses import error_responses
from rejoinder.web.api.moderation import WITH_KEY
from rejoinder.web.api.once import once
from rejoinder.web.middleware.csrf import SAFE_METHODS

_ROUTES: list[HTTPRouteHandler] = [
    articles.list_articles,
    articles.get_article,
    articles.put_article,
    articles.see_article,
    article_changes.get_by_cms_id,
    article_changes.put_by_cms_id,
    article_changes.change_article,
    articles.get_most_read,
    comments.list_comments,
    comments.submit_comment,
    counts.get_counts,
    counts.count_comments,
    your_comments.get_your_comment,
    your_comments.edit_your_comment,
    your_comments.withdraw_your_comment,
    your_comments.bring_back_your_comment,
    your_comments.appeal_your_comment,
    statements.list_statements_of_your_comment,
    statements.list_your_statements,
    statements.list_statements,
    reports.list_report_reasons,
    reports.send_report,
    notices.list_notice_kinds,
    notices.send_notice,
    notices.get_notice,
    notices.ask_again_about_notice,
    moderation.list_queue,
    moderation.get_moderated_comment,
    moderation.list_decision_reasons,
    moderation.decide,
    moderation.undo_decision,
    moderation.list_decisions,
    comment_acts.mark_comment,
    comment_acts.give_standing,
    standings.list_standings,
    standings.lift_standing,
    notes.list_notes_of_comment,
    notes.write_note_of_comment,
    notes.list_notes_of_author,
    notes.write_note_of_author,
    passings.pass_on,
    passings.answer_passing,
    passings.undo_passing,
    moderation.put_thread,
    moderation.list_site_comments,
    policy.get_policy,
    policy.put_policy,
    policy.list_policy_versions,
    policy.get_policy_version,
    policy_drafts.list_policy_drafts,
    policy_drafts.write_policy_draft,
    policy_drafts.draft_policy_changes,
    policy_drafts.get_policy_draft,
    policy_drafts.replay_policy_draft,
    policy_drafts.list_policy_replays,
    policy_replays.get_policy_replay,
    policy_replays.list_policy_replay_comments,
    policy_replays.cancel_policy_replay,
    policy_shadow.get_shadow_policy,
    policy_shadow.begin_shadow_policy,
    policy_shadow.end_shadow_policy,
    policy_shadow.list_shadow_differences,
    staff.list_staff,
    staff.add_staff,
    staff.change_staff,
    staff.remove_staff,
    bulk_jobs.look_at_choice,
    bulk_jobs.begin_job,
    bulk_jobs.list_jobs,
    bulk_jobs.get_job,
    bulk_jobs.stop_job,
    bulk_jobs.resume_job,
    bulk_jobs.undo_job,
    live.list_changes,
    live.follow_thread,
    sessions.begin_session,
    sessions.get_session,
    sessions.end_session,
    *webhooks.handlers,
]
# A comment's own row carries its key, in the transaction that stores it; who counts or looks
# changes nothing.
HAPPEN_ONCE_ANYWAY = (comments.submit_comment, counts.count_comments, bulk_jobs.look_at_choice)


def _with_what_all_share(handler: HTTPRouteHandler) -> HTTPRouteHandler:
    """Once, if it changes something; and of what a key opens, that the key's calls are counted."""
    if handler.security == WITH_KEY:
        handler.responses = {**error_responses(429), **(handler.responses or {})}
    if handler.http_methods <= SAFE_METHODS or handler in HAPPEN_ONCE_ANYWAY:
        return handler
    return once(handler)


handlers = [_with_what_all_share(each) for each in _ROUTES]

openapi = OpenAPIConfig(
    title="Rejoinder",
    version=__version__,
    description="Reader comments, moderated: posted if on-topic and not abusive.",
    use_handler_docstrings=True,
    # Only the document: the framework's pages about it would load scripts from other hosts.
    path="/api/v1/openapi.json",
    render_plugins=[JsonRenderPlugin(path="/")],
    components=Components(
        security_schemes={
            "key": SecurityScheme(type="http", scheme="bearer", description="A key of the site's."),
            "session": SecurityScheme(
                type="http", scheme="bearer", description="A reader's session, `rjs_…`."
            ),
        }
    ),
)
