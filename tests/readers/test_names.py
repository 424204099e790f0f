"""Which names may stand above a comment, which look the same, and which are somebody's."""

import time

import pytest

from rejoinder.demo.opening import PAPER
from rejoinder.demo.source import threads
from rejoinder.errors import Invalid
from rejoinder.readers.names import LONGEST_NAME, check_name, folded_name, name_in_words
from rejoinder.readers.reserved_names import (
    CLEAR_ROLES,
    ROLE_WORDS,
    SMALL_WORDS,
    ReservedNames,
    byline_names,
    reserve,
)


@pytest.fixture(scope="module")
def reserved() -> ReservedNames:
    """Those of a paper with two people at its desk and two writers."""
    return reserve(
        ("The Gazette", "gazette.example"),
        ("Petra Solheim", "Ann Wren", *byline_names("By Dov Haskett and Nell Abara")),
        roles=ROLE_WORDS,
        clear_roles=CLEAR_ROLES,
        small=SMALL_WORDS,
    )


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Jo", "Jo"),
        ("  Ilka   Moreau-Dahl ", "Ilka Moreau-Dahl"),
        ("X" * 40, "X" * 40),
        ("嵐山", "嵐山"),
        ("R2", "R2"),
        ("4 2", "4 2"),
        ("Il\u202eka", "Ilka"),
        ("Ilka\nMoreau", "Ilka Moreau"),
        ("I\u200bl\u00adk\ufeffa\u3164", "Ilka"),
        ("J.R.R. Tolkien", "J.R.R. Tolkien"),
        ("St.Paul's Annie", "St.Paul's Annie"),
        ("Rasmus, oil merchant's son", "Rasmus, oil merchant's son"),
        ("Zoe\u0308", "Zoë"),
        ("Nguyễn Thị Hồng", "Nguyễn Thị Hồng"),
        ("मीरा", "मीरा"),
        ("שָׁלוֹם", "שָׁלוֹם"),
        ("مینا\u200cجان", "مینا\u200cجان"),
        ("👩\u200d🚀 Anna", "👩\u200d🚀 Anna"),
        ("Anna 🌻", "Anna 🌻"),
    ],
)
def test_a_name_is_what_its_owner_says(typed: str, kept: str) -> None:
    assert check_name(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        *("", "J", " J ", "X" * 41, "X" * 100_000, "!!", "--", "...", "🌻🌻"),
        *("\x00\x01", "\u200b\u200b", "\u3164\u3164", "\uffa0\uffa0", "\u2800\u2800"),
        *("\u115f\u1160", "\u00ad\u00ad", "\u0301\u0301", "\ue000\ue001", "\u2066\u2069"),
        *("\U000e0041\U000e0042", "\U00013441\U00013441", "\U0001d159\U0001d159", "\u034f\u034f"),
        *("\u0301Anna", "Anna \u0301", "An" + "\u0300\u0301\u0302\u0303\u0304" + "na"),
        *("Anna\ue000", "\ufdfa\ufdfa", "An\u0378na", "a\u20dd\u20dd\u20dd\u20dd"),
        *("http://pills.example", "www.pills", "pills.com", "Cheap pills.shop", "pills。com"),
        *("ann@example.org", "ann@home", "ｐｉｌｌｓ．ｃｏｍ", "Pills.Example"),
        *("Anna ✓", "✅ Anna", "Anna ☑", "Anna 🛡", "Anna®", "✔\ufe0fAnna"),
    ],
)
def test_a_name_that_nobody_could_call_or_that_is_no_name_is_refused(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_name(typed)
    assert refused.value.code == "bad-name"
    assert refused.value.details == {"field": "name"}


@pytest.mark.parametrize(
    "other",
    [
        *("petra solheim", "PetraSolheim", "Petra  Solheim.", "Pétra Solheim", "Petra_Solheim"),
        *("Реtrа Sоlhеіm", "Petra So1heim", "Petra SoIheim", "P e t r a Solheim", "Petra Ｓolheim"),
        *("𝐏𝐞𝐭𝐫𝐚 𝐒𝐨𝐥𝐡𝐞𝐢𝐦", "Petra So\u200blheim", "Petra Solhei\u0307m", "Petra Solheirn"),
    ],
)
def test_names_that_look_the_same_are_the_same(other: str) -> None:
    assert folded_name(other) == folded_name("Petra Solheim")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("BurnThem_all88", "Burn Them all 88"),
        ("we-know.where__you-live", "we know where you live"),
        ("1488Forever", "1488 Forever"),
        ("k1ll_4ll", "k1ll 4ll"),
        ("Ann", "Ann"),
        ("Jürgen von der Mühle", "Jürgen von der Mühle"),
        ("McDonald", "Mc Donald"),
        ("嵐山", "嵐山"),
        ("___", ""),
    ],
)
def test_a_name_is_read_in_words(name: str, words: str) -> None:
    assert name_in_words(name) == words


def test_names_that_differ_stay_apart() -> None:
    names = ("Petra Solheim", "Petra Sol", "राम", "रमा", "राम २", "Anna", "Hanna", "Иван", "Иванна")
    assert len({folded_name(name) for name in names}) == len(names)
    assert len(folded_name("ﬃ" * 40)) <= 80


@pytest.mark.parametrize(
    "name",
    [
        *("The Gazette", "gazette", "GAZETTE", "G a z e t t e", "The Gаzеttе", "The Gazette 2"),
        *("gazette.example", "The Gazette Team", "TheGazetteTeam", "gazetteteam", "Team Gazette"),
        *("Editor of The Gazette", "Gazette_Official", "The real Gazette"),
        *("Editor", "The Editor", "the editors", "Editor-in-Chief", "Admin", "ADM1N", "Moderator"),
        *("Moderator Anna", "Anna (Moderator)", "Mod", "mods", "Moderation Team", "theeditor"),
        *("Anna (staff)", "Anna [Editor]", "Anna – Editor", "Anna | Staff", "Staff: Anna"),
        *("Anna, The Gazette", "Anna «author»", "Мodеrаtоr", "Official Gazette Support"),
        *("Petra Solheim", "petra solheim", "The real Petra Solheim", "Petra Solheim 2"),
        *("Реtrа Sоlhеіm", "Ann Wren", "ann_wren", "Dov Haskett", "Nell Abara", "nell abara 1"),
    ],
)
def test_the_paper_and_its_people_are_nobody_elses_name(reserved: ReservedNames, name: str) -> None:
    assert reserved.holds(name)


@pytest.mark.parametrize(
    "name",
    [
        # Greek and Cherokee capitals, and letters of two alphabets in a word.
        *("Ann Wrеn", "Αnn Wren", "Petra SolΗeim", "ᎪNN WᎡEN", "Pet𐌓a Solheim", "Petra Sɵlheim"),
        # With something before, behind and between; in another order; beside a badge.
        *(
            "Dr. Ann Wren",
            "Wren Ann",
            "Ann Wren - Gazette",
            "The real Ann B. Wren",
            "Ann Wren here",
        ),
        *(
            "Jane STAFF",
            "JaneStaff",
            "Jane verified",
            "Kate (author)",
            "Petra So|heim",
            "Nell Abara 3rd",
        ),
    ],
)
def test_no_disguise_of_a_name_is_free(reserved: ReservedNames, name: str) -> None:
    assert reserved.holds(name)


def test_a_long_name_of_a_paper_is_in_nobodys_name() -> None:
    reserved = reserve(
        ("The Elswyn Courier",), (), roles=ROLE_WORDS, clear_roles=CLEAR_ROLES, small=SMALL_WORDS
    )
    assert all(map(reserved.holds, ("Elswyn Courier News", "Jane of the Elswyn Courier")))
    assert not any(map(reserved.holds, ("Jim Courier", "Elswyn Dweller", "Νίκος", "Zoë", "Jun嵐")))


@pytest.mark.parametrize(
    "name",
    [
        *("Ann", "Petra", "Anna", "Thea", "Ina", "Lol", "Otto", "Modesty", "Modest Ike", "Desk 41"),
        *("Staff nurse Kate", "Staff Sergeant Bell", "Retired sub-editor Jo", "Team Kettle Row"),
        *("Old Gazette reader", "Pim from Kettle Row", "Night Sister", "Low Marsh Lil", "Stafford"),
        *("Real Ale Fan", "Real Mabel", "Our Ada", "Surveyor (class, ret'd)", "Ann Wrenfield"),
        *("The Quiet One", "This Is Me", "X Y 10", "Иван Петров", "嵐山", "Support the Rovers"),
    ],
)
def test_everybody_elses_name_is_their_own(reserved: ReservedNames, name: str) -> None:
    assert not reserved.holds(name)


def test_every_name_of_the_demo_may_be_used_and_no_writers_by_others() -> None:
    told = list(threads())
    writers = {name for each in told for name in byline_names(each.source.byline)}
    reserved = reserve(
        (PAPER.name,), writers, roles=ROLE_WORDS, clear_roles=CLEAR_ROLES, small=SMALL_WORDS
    )
    names = {comment.by for each in told for comment in each.comments}
    assert {name for name in names if check_name(name) != name} == set()
    assert {name for name in names if reserved.holds(name)} == names & writers


@pytest.mark.parametrize(
    "name",
    [
        *("i" * 400, "\u0301" * 400, "a\u0301" * 200, "A. " * 130, "." * 400, "-" * 400),
        *("a-" * 200, "a." * 200, "(" * 400, "ﷺ" * 400, "m o d " * 60, "theeditor" * 40),
    ],
)
def test_no_name_takes_long_to_read(reserved: ReservedNames, name: str) -> None:
    began = time.thread_time()
    with pytest.raises(Invalid):
        check_name(name)
    folded_name(name[:LONGEST_NAME])
    reserved.holds(name[:LONGEST_NAME])
    assert time.thread_time() - began < 0.05
