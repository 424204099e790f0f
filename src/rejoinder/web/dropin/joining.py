"""The formats' parts beside a newspaper: its judge, its store, its settings."""

from rejoinder.web.dropin.alone import fetching_of, with_slash
from rejoinder.web.dropin.counting import Rates
from rejoinder.web.dropin.keys import OpenDoor
from rejoinder.web.dropin.parts import Dropin
from rejoinder.web.dropin.perspective.scale import tables_for
from rejoinder.web.dropin.stored import StoredArticles, StoredFeedback, StoredKeys, StoredUses
from rejoinder.web.parts import Parts


def dropin_over(parts: Parts) -> Dropin:
    """Asks the same bench as the newspaper's comments, so that both share batches."""
    settings, database = parts.settings, parts.database
    return Dropin(
        bench=parts.bench,
        keys=OpenDoor() if settings.dropin_open else StoredKeys(database),
        rates=Rates(settings.dropin_per_minute),
        uses=StoredUses(database),
        keeper=StoredFeedback(database),
        clock=parts.clock,
        strict_languages=settings.dropin_strict_languages,
        root=with_slash(settings.dropin_url),
        trusted_proxies=settings.trusted_proxies,
        articles=StoredArticles(database),
        fetching=fetching_of(settings),
        coral_secrets=settings.dropin_coral_secrets,
        scale=tables_for(parts.bench.model, settings.dropin_scale),
    )
