"""Words in the site's language: catalogues in `locale/`, times and numbers as it writes them."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, format_time, format_timedelta
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.units import format_unit

from rejoinder.errors import N_, RejoinderError
from rejoinder.sites.model import NewSite, Site

FOLDER = Path(__file__).parent / "locale"


# A thread tells one of each of its comments, and Babel takes its time.
@lru_cache(maxsize=4096)
def _date(locale: Locale, day: date) -> str:
    return str(format_date(day, "d MMMM y", locale=locale))


@lru_cache(maxsize=4096)
def _clock(locale: Locale, hour: int, minute: int) -> str:
    return str(format_time(time(hour, minute), "HH:mm", locale=locale))


# Twenty cards of the desk tell two hundred.
@lru_cache(maxsize=4096)
def _number(locale: Locale, value: float) -> str:
    return format_decimal(value, locale=locale)


@lru_cache(maxsize=512)
def _days(locale: Locale, count: int) -> str:
    return format_unit(count, "duration-day", locale=locale)


@lru_cache(maxsize=32)
def catalogue(language: str) -> NullTranslations:
    """The words of a language such as `de` or `pt-BR`; English where there is no catalogue."""
    for name in (language.replace("-", "_"), language.partition("-")[0]):
        path = FOLDER / f"{name}.po"
        if name.replace("_", "").isalnum() and path.is_file():
            compiled = BytesIO()
            with path.open("rb") as source:
                write_mo(compiled, read_po(source))
            compiled.seek(0)
            return GNUTranslations(compiled)
    return NullTranslations()


class Translator:
    """Messages, times and numbers in one site's language and time zone."""

    def __init__(self, site: Site | NewSite) -> None:
        """Falls back to English dates where the language is one that Babel does not know."""
        self.catalogue = catalogue(site.language)
        self.zone = ZoneInfo(site.time_zone)
        try:
            self.locale = Locale.parse(site.language, sep="-" if "-" in site.language else "_")
        except (UnknownLocaleError, ValueError):
            self.locale = Locale("en")
        if self.locale.language == "en" and self.locale.territory is None:
            self.locale = Locale("en", "GB")

    def translate(self, message: str, **fields: object) -> str:
        """A message in the site's language with its places filled."""
        # The empty message is where a catalogue keeps its own description.
        translated = self.catalogue.gettext(message) if message else ""
        return translated % fields if fields else translated

    def error(self, failure: RejoinderError) -> str:
        """What went wrong, in the site's language."""
        return self.translate(failure.message, **failure.fields)

    def moment(self, value: datetime) -> str:
        """Day and time, such as 4 May 2026, 09:30."""
        local = value.astimezone(self.zone)
        clock = _clock(self.locale, local.hour, local.minute)
        return f"{_date(self.locale, local.date())}, {clock}"

    def day(self, value: datetime) -> str:
        """The whole date, such as Monday, 4 May 2026."""
        return format_date(value.astimezone(self.zone), "full", locale=self.locale)

    def stamp(self, value: datetime) -> str:
        """Exact to the second, for the log."""
        return format_datetime(value.astimezone(self.zone), "y-MM-dd HH:mm:ss", locale=self.locale)

    def span(self, seconds: float) -> str:
        """A length of time in its largest fitting unit, such as 12 minutes."""
        return format_timedelta(int(max(seconds, 60)), threshold=1.2, locale=self.locale)

    def days(self, count: int) -> str:
        """So many days, such as 30 days."""
        return _days(self.locale, count)

    def ages(self) -> list[str]:
        """How long ago: now, each minute of an hour, each hour of a day, each day of a week.

        relative-times.js finds them by their places.
        """
        units = {"minute": range(1, 60), "hour": range(1, 24), "day": range(1, 7)}
        past = [
            timedelta(**{f"{unit}s": -count}) for unit, all_of in units.items() for count in all_of
        ]
        told = [
            format_timedelta(each, threshold=1, add_direction=True, locale=self.locale)
            for each in past
        ]
        return [self.translate(N_("now")), *told]

    def number(self, value: float) -> str:
        """A number as the language groups it."""
        return _number(self.locale, value)


@lru_cache(maxsize=64)
def translator_of(site: Site) -> Translator:
    """The translator of a site."""
    return Translator(site)
