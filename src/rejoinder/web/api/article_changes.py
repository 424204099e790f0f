"""Articles over the API by the newsroom's own ids, and changes to them."""

from typing import Annotated

import msgspec
from litestar import Response, get, patch, put
from litestar.params import FromPath, JSONBody, Parameter

from rejoinder.articles import actions, queries
from rejoinder.articles.fields import LONGEST_CMS_ID, cms_id_in, wrong
from rejoinder.articles.model import from_fields
from rejoinder.articles.patch import read_patch
from rejoinder.errors import N_
from rejoinder.sites.model import Scope
from rejoinder.web.api.articles import summary
from rejoinder.web.api.error_responses import error_responses
from rejoinder.web.api.keys import require_scope
from rejoinder.web.api.model import ArticleIn, ArticlePatchIn, ArticleSummary
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import context_of
from rejoinder.web.middleware.csrf import takes_json
from rejoinder.web.middleware.one_address import BY_ID, id_in_path
from rejoinder.web.thread_pool import in_thread

CmsId = Annotated[
    str, Parameter(max_length=LONGEST_CMS_ID, description="What the newsroom calls it.")
]
_PATH = BY_ID + "{cms_id:str}"


@get(
    _PATH,
    operation_id="get_article_by_cms_id",
    tags=["articles"],
    responses=error_responses(400, 404, 410, 422),
)
@in_thread
def get_by_cms_id(request: WebRequest, cms_id: CmsId) -> Response[ArticleSummary]:
    """The article that the newsroom's own system calls so."""
    context, cms_id = context_of(request), _told(cms_id)
    with context.database.reading() as connection:
        article = queries.by_cms_id(connection, context.site.id, cms_id)
    return Response(summary(context, article))


@put(
    _PATH,
    operation_id="put_article_by_cms_id",
    tags=["articles"],
    responses=error_responses(400, 403, 404, 413, 415, 422),
    guards=[takes_json],
    security=[{"key": []}],
)
@in_thread
def put_by_cms_id(
    request: WebRequest, cms_id: CmsId, data: JSONBody[ArticleIn]
) -> Response[ArticleSummary]:
    """Adds the article that the newsroom's own system calls so, or brings it up to date.

    Needs a key with the scope `articles`.
    """
    context, cms_id = context_of(request), _told(cms_id)
    require_scope(context, Scope.ARTICLES)
    if data.cms_id not in {"", cms_id}:
        raise wrong("cms_id", N_("The address names another id."))
    source = from_fields(dict((msgspec.structs.asdict(data) | {"cms_id": cms_id}).items()))
    with context.database.writing() as connection:
        article = actions.put(connection, context.site.id, source, now=context.now)
    return Response(summary(context, article))


@patch(
    "/api/v1/articles/{article_id:int}",
    operation_id="change_article",
    tags=["articles"],
    responses=error_responses(400, 403, 404, 413, 415, 422),
    guards=[takes_json],
    security=[{"key": []}],
)
@in_thread
def change_article(
    request: WebRequest, article_id: FromPath[int], data: JSONBody[ArticlePatchIn]
) -> Response[ArticleSummary]:
    """Changes what is named of an article: words, address, `closed`, `unpublished`.

    Needs a key with the scope `articles`. One that was unpublished can be changed too.
    """
    context = context_of(request)
    require_scope(context, Scope.ARTICLES)
    named = msgspec.structs.asdict(data)
    told = {name: value for name, value in named.items() if value is not msgspec.UNSET}
    closed, unpublished = told.pop("closed", None), told.pop("unpublished", None)
    change = read_patch(dict(told.items()))
    with context.database.writing() as connection:
        article = queries.even_unpublished(connection, context.site.id, article_id)
        actions.edit(connection, context.site, article, change, now=context.now)
        if closed is not None:
            actions.set_closed(connection, article, closed=closed, now=context.now)
        if unpublished is not None:
            actions.set_unpublished(connection, article, unpublished=unpublished, now=context.now)
        article = queries.even_unpublished(connection, context.site.id, article_id)
    return Response(summary(context, article))


def _told(word: str) -> str:
    """The id as it is kept. Raises Invalid."""
    return cms_id_in({"cms_id": id_in_path(word)})
