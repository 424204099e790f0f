"""Filters of the queue that somebody keeps under a name, and deletes."""

from typing import Any

from litestar import Response, post
from litestar.params import FromPath
from litestar.response import Redirect

from rejoinder.desk.saved_filters import LONGEST_NAME, forget, save
from rejoinder.errors import Invalid, Refused
from rejoinder.sites.roles import Act
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import Form, field
from rejoinder.web.desk.access import staff_only
from rejoinder.web.desk.notices import problem
from rejoinder.web.desk.queue import queue_page
from rejoinder.web.desk.queue_address import fields_of, path_of, place_of, saved_path
from rejoinder.web.errors import status_of
from rejoinder.web.thread_pool import in_thread


@post("/desk/filters")
@in_thread
def save_filter(request: WebRequest, data: Form) -> Response[Any]:
    """Keeps the filter that the form holds; what is wrong with its name is said beside it."""
    desk = staff_only(request, Act.READ)
    place = place_of(data)
    name = field(data, "name", max_length=10 * LONGEST_NAME)
    try:
        with desk.context.database.writing() as connection:
            saved = save(connection, desk.member, name, fields_of(place), now=desk.context.now)
    except (Invalid, Refused) as failure:
        notice = problem(desk, failure, name)
        return queue_page(desk, place, notice, status=status_of(failure))
    return Redirect(saved_path(saved.query), status_code=303)


@post("/desk/filters/{filter_id:int}/removal")
@in_thread
def delete_filter(request: WebRequest, filter_id: FromPath[int], data: Form) -> Response[Any]:
    """Deletes one of their own; the queue stays as it was shown."""
    desk = staff_only(request, Act.READ)
    with desk.context.database.writing() as connection:
        forget(connection, desk.member, filter_id)
    return Redirect(path_of(place_of(data)), status_code=303)
