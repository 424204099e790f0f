"""Whom a sentence may speak of: kinds of people, other people, things, institutions, and slurs.

`functional.py` puts them into its frames.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of people: "Poles", one "Pole", a "Polish" neighbour."""

    many: str
    one: str
    adjective: str


def slots(kind: Kind) -> dict[str, str]:
    """What stands for a kind of people in a frame's slots."""
    article = "an" if kind.one[0] in "aeiouAEIO" else "a"
    return {
        "X": kind.many,
        "N": kind.many,
        "one": kind.one,
        "a": f"{article} {kind.one}",
        "adj": kind.adjective,
    }


def _kinds(lines: str) -> tuple[Kind, ...]:
    return tuple(Kind(*part.strip().split("/")) for part in lines.split(";"))


# Religions and origins: those of whom it is said that they "belong elsewhere".
NEWCOMERS = _kinds(
    "Muslims/Muslim/Muslim; Jews/Jew/Jewish; Hindus/Hindu/Hindu; Sikhs/Sikh/Sikh;"
    "Buddhists/Buddhist/Buddhist; immigrants/immigrant/immigrant; migrants/migrant/migrant;"
    "refugees/refugee/refugee; asylum seekers/asylum seeker/asylum-seeking;"
    "foreigners/foreigner/foreign; Black people/Black person/Black;"
    "black men/black man/black; black women/black woman/black;"
    "people of colour/person of colour/mixed-race; Asians/Asian/Asian;"
    "Asian people/Asian person/Asian; Arabs/Arab/Arab; Africans/African/African;"
    "Mexicans/Mexican/Mexican; Poles/Pole/Polish; Romanians/Romanian/Romanian;"
    "Indians/Indian/Indian; Pakistanis/Pakistani/Pakistani; Chinese people/Chinese person/Chinese;"
    "Turks/Turk/Turkish; Syrians/Syrian/Syrian; Somalis/Somali/Somali; Afghans/Afghan/Afghan;"
    "Ukrainians/Ukrainian/Ukrainian; Russians/Russian/Russian; Nigerians/Nigerian/Nigerian;"
    "Albanians/Albanian/Albanian; Palestinians/Palestinian/Palestinian;"
    "Israelis/Israeli/Israeli; Kurds/Kurd/Kurdish; Roma/Roma woman/Roma; Gypsies/Gypsy/Gypsy;"
    "Travellers/Traveller/Traveller; Latinos/Latino/Latino; Muslim women/Muslim woman/Muslim"
)
KINDS = NEWCOMERS + _kinds(
    "women/woman/female; girls/girl/female; men/man/male; feminists/feminist/feminist;"
    "trans people/trans person/trans; trans women/trans woman/trans;"
    "transgender people/transgender person/transgender; gay people/gay person/gay;"
    "gays/gay man/gay; gay men/gay man/gay; lesbians/lesbian/lesbian;"
    "homosexuals/homosexual/homosexual; bisexuals/bisexual/bisexual;"
    "queer people/queer person/queer;"
    "disabled people/disabled person/disabled; the disabled/disabled man/disabled;"
    "wheelchair users/wheelchair user/disabled; deaf people/deaf person/deaf;"
    "blind people/blind man/blind; autistic people/autistic person/autistic;"
    "people with Down's syndrome/child with Down's syndrome/disabled;"
    "old people/old person/elderly; pensioners/pensioner/retired; Christians/Christian/Christian;"
    "Catholics/Catholic/Catholic; atheists/atheist/atheist; white people/white person/white;"
    "Native Americans/Native American/Native American; Aboriginal people/Aboriginal man/Aboriginal"
)

OTHERS = _kinds(
    "politicians/politician/crooked; bankers/banker/rich; journalists/journalist/lazy;"
    "football fans/football fan/loud; landlords/landlord/greedy; vegans/vegan/smug;"
    "capitalists/capitalist/greedy; cyclists/cyclist/reckless; lawyers/lawyer/rich;"
    "estate agents/estate agent/greedy; lobbyists/lobbyist/slimy; hunters/hunter/cruel;"
    "influencers/influencer/vain; billionaires/billionaire/spoilt; Tories/Tory/smug;"
    "socialists/socialist/naive; councillors/councillor/useless; smokers/smoker/selfish;"
    "estate owners/estate owner/rich; traffic wardens/traffic warden/petty;"
    "SUV drivers/SUV driver/selfish; columnists/columnist/pompous; managers/manager/useless;"
    "hedge fund people/hedge fund man/rich; hooligans/hooligan/drunk"
)

THINGS = (
    "potholes", "these adverts", "cold calls", "parking meters", "Mondays", "plastic straws",
    "speed bumps", "cookie banners", "leaf blowers", "wasps", "cockroaches", "slugs",
    "these trains",
    "roadworks", "rats in the cellar", "mushy peas", "printers", "tax forms", "penalty shoot-outs",
    "pop-up windows", "concrete car parks", "ticket machines", "mosquitoes", "sequels",
    "tower blocks",
)  # fmt: skip

INSTITUTIONS = (
    "the church", "the Vatican", "Israel's government", "Iran's regime", "the Saudi monarchy",
    "the Chinese Communist Party", "the government in Delhi", "the Russian state",
    "the Turkish government", "the rabbinate", "the mosque's board", "the bishops' conference",
    "political Islam", "Christian nationalism", "Zionism as a policy", "communism",
    "the Taliban leadership", "the Nigerian army", "the Polish government", "the caste system",
    "the synod", "the American administration", "the religious police", "the military junta",
)  # fmt: skip

# Many, one. Written out because a judge that never saw them cannot know them.
SLURS = (
    ("faggots", "faggot"), ("trannies", "tranny"), ("niggers", "nigger"), ("kikes", "kike"),
    ("spics", "spic"), ("chinks", "chink"), ("pakis", "paki"), ("retards", "retard"),
    ("ragheads", "raghead"), ("wetbacks", "wetback"), ("dykes", "dyke"), ("gooks", "gook"),
    ("cripples", "cripple"), ("pikeys", "pikey"), ("sluts", "slut"),
)  # fmt: skip

# What people call themselves with pride or in jest: many, one.
RECLAIMED = (
    ("queers", "queer"), ("dykes", "dyke"), ("fags", "fag"), ("crips", "crip"),
    ("trannies", "tranny"), ("queens", "queen"), ("faggots", "faggot"), ("sluts", "slut"),
    ("bitches", "bitch"), ("n***as", "n***a"), ("niggas", "nigga"), ("cripples", "cripple"),
    ("poofs", "poof"), ("hags", "hag"),
)  # fmt: skip
