"""Templates are compiled once for all sites, which is right as long as no site's own is in them."""

from dataclasses import replace

from rejoinder.sites.model import Site
from rejoinder.web import templating

GAZETTE = Site(
    id=1,
    key="gazette",
    name="The Gazette",
    tagline="",
    language="en",
    time_zone="UTC",
    base_url="http://gazette.example",
    accent="#123456",
    origins=(),
    passkeys_required=False,
)
COURRIER = replace(GAZETTE, id=2, key="courrier", language="fr", time_zone="Europe/Paris")
BOTH = [templating._environment(site) for site in (GAZETTE, COURRIER)]


def test_a_template_becomes_the_same_code_in_each_language() -> None:
    english, french = BOTH
    assert english.loader is not None
    differing = []
    for name in english.list_templates():
        source, _, _ = english.loader.get_source(english, name)
        if english.compile(source, name, raw=True) != french.compile(source, name, raw=True):
            differing.append(name)
    assert differing == [], "a filter that a language changes stands at words that never change"


def test_what_one_site_has_met_no_other_compiles() -> None:
    english, french = (each.get_template("desk/card.html") for each in BOTH)
    assert english.root_render_func.__code__ is french.root_render_func.__code__
