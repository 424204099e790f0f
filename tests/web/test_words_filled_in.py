"""What is translated once for a whole thread says what it would if it were translated each time."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from babel.dates import format_date, format_time
from markupsafe import escape

from rejoinder.i18n import translator_of
from rejoinder.web.templating import _environment
from tests.support.newspaper import Paper

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.mark.parametrize("language", ["en", "de", "fr", "ar"])
@pytest.mark.parametrize("name", ["Ann", '<b>"Bo" & Co</b>', "100 %(name)s %s", ""])
def test_a_name_stands_in_a_message_as_if_it_were_translated_with_it(
    paper: Paper, language: str, name: str
) -> None:
    environment = _environment(replace(paper.site, language=language))
    source = '{{ _("Reply to %(name)s", name=gap) | filled(name) }}'
    each_time = environment.from_string('{{ _("Reply to %(name)s", name=name) }}').render(name=name)
    assert environment.from_string(source).render(name=name) == each_time
    assert str(escape(name)) in each_time


@pytest.mark.parametrize("language", ["en", "de", "fr", "ar"])
def test_a_moment_is_told_as_babel_tells_it(paper: Paper, language: str) -> None:
    translator = translator_of(replace(paper.site, language=language))
    for moment in (
        datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC),
        datetime(1999, 3, 1, tzinfo=UTC),
    ):
        local, locale = moment.astimezone(translator.zone), translator.locale
        day = format_date(local, "d MMMM y", locale=locale)
        told = f"{day}, {format_time(local, 'HH:mm', locale=locale)}"
        assert translator.moment(moment) == told
