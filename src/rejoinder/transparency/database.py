"""A statement of reasons as the Transparency Database's API takes it. Pure.

POST https://transparency.dsa.ec.europa.eu/api/v1/statements, with 1 to 100 in a body. Nothing in it
is a reader's word or of a person: it is made of what the statement says in our own sentences.
"""

from typing import Any, Final

from rejoinder.moderation.statements import Ground, Keyword, Source, Statement, title_of
from rejoinder.transparency.model import WrittenStatement

MOST_IN_A_BODY: Final = 100
_IDENTITIES: Final = {
    Source.NOTICE: "Somebody who gave notice under Article 16",
    Source.TRUSTED_FLAGGER: "A trusted flagger",
    Source.REPORT: "Readers",
}


def statement_for(written: WrittenStatement) -> dict[str, Any]:
    """One statement, with the API's own field names."""
    statement = written.statement
    told: dict[str, Any] = {
        "puid": written.puid,
        **_decision(statement),
        **_ground(statement),
        "decision_ground_reference_url": written.terms_url,
        "content_type": ["CONTENT_TYPE_TEXT"],
        "category": statement.category.value,
        **_keyword(statement),
        "territorial_scope": list(written.territorial_scope),
        "content_date": f"{written.content_date:%Y-%m-%d}",
        "application_date": f"{written.made_at:%Y-%m-%d}",
        "decision_facts": statement.decision_facts,
        "source_type": statement.source_type.value,
        "automated_detection": "Yes" if statement.automated_detection else "No",
        "automated_decision": statement.automated_decision.value,
    }
    if statement.source_type in _IDENTITIES:
        told["source_identity"] = _IDENTITIES[statement.source_type]
    if statement.content_language:
        told["content_language"] = statement.content_language
    return told


def _decision(statement: Statement) -> dict[str, Any]:
    if not statement.restriction.of_account:
        return {
            "decision_visibility": [statement.restriction.value],
            "end_date_visibility_restriction": None,
        }
    end = None if statement.end_at is None else f"{statement.end_at:%Y-%m-%d}"
    return {
        "decision_account": statement.restriction.value,
        "account_type": "ACCOUNT_TYPE_PRIVATE",
        "end_date_account_restriction": end,
    }


def _ground(statement: Statement) -> dict[str, Any]:
    ground = {"decision_ground": statement.decision_ground.value}
    if statement.decision_ground is Ground.LAW:
        return {
            **ground,
            "illegal_content_legal_ground": "The law that binds the publisher",
            "illegal_content_explanation": (
                "A person found the content to be against the law and told its author which."
            ),
        }
    title = title_of(statement.rule)
    return {
        **ground,
        "incompatible_content_ground": title,
        "incompatible_content_explanation": (
            f"The publisher's rules for comments name it: {title}. Its author was told the reason."
        ),
        "incompatible_content_illegal": "No",
    }


def _keyword(statement: Statement) -> dict[str, Any]:
    keyword = statement.category_specification
    told: dict[str, Any] = {"category_specification": [keyword.value]}
    if keyword is Keyword.OTHER:
        told["category_specification_other"] = title_of(statement.rule)
    return told
