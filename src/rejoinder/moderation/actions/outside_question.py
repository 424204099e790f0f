"""What a check by URL is told of a comment: docs/outside-checks.md, version 1."""

from typing import Any

from rejoinder.articles.links import article_url
from rejoinder.moderation.actions.judging import Decided
from rejoinder.sites.model import Site

VERSION = 1


def question_about(site: Site, decided: Decided, key: str | None) -> dict[str, Any]:
    """Everything that deciding needs and no more: no e-mail address, no network, no session.

    `key` is a hash of the submission's key, where it had one: who holds the key is its sender.
    """
    draft, case = decided.gathered.draft, decided.case
    article, parent, editing = draft.article, draft.parent, draft.editing
    return {
        "version": VERSION,
        "action": "new" if editing is None else "edit",
        "site": {"key": site.key, "name": site.name, "language": site.language},
        "article": {
            "id": article.id,
            "url": article_url(site, article),
            "headline": article.headline,
        },
        "comment": {
            "id": None if editing is None else editing.id,
            "submission": key,
            "text": case.text,
            "as_read": case.as_read.judged.text,
            "links": list(case.links),
        },
        "parent": None if parent is None else {"id": parent.id, "text": parent.source},
        "author": {
            "name": case.author_name,
            "standing": case.standing.value,
            "published": case.record.published,
            "declined": case.record.declined,
            "held": case.record.held,
        },
        "judgement": None if case.judgement is None else case.judgement.to_dict(),
        "findings": [
            {"rule": finding.rule, "severity": finding.severity.name.lower()}
            for finding in decided.own_findings
        ],
    }
