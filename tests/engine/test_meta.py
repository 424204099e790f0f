"""Remarks on the page are told from remarks on the article's subject, whatever words they use.

Every fourth sentence of each list was held out while the patterns were written.
"""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rejoinder.engine.folding import fold
from rejoinder.engine.meta import meta_probability

META = """
Why was my comment removed?
Mods asleep?
This comment section is a cesspool.
What a misleading headline, the study says nothing of the kind.
Clickbait title, as usual.
Lazy journalism.
Cancel my subscription.
Who edits this paper?
It's 'their', not 'there'.
Second paragraph has a typo.
Half the people commenting here clearly didn't read the article.
My reply from this morning has disappeared. Was it something I said?
You have spelt the minister's name wrong in the caption.
Can we have an edit button please
The trolls are out in force on here today
Why are comments closed on the other story?
I've been stuck in moderation for three hours.
Who writes these headlines?
This newspaper used to have standards.
"fewer", not "less"
The author clearly has never taken a bus in his life.
Did anyone proofread this before it went up?
Good article, more of this please.
Thanks for a balanced piece for once.
You people delete every post that disagrees with you
So this is news now?
How is this even news?
Slow news day at the office?
The comments under this are worse than the story
Imagine reading past the headline before posting.
Why do you keep deleting my posts
Free speech is dead on this site, they censor everything.
Was this written by an intern?
Reads like a press release from the developer.
The photo shows the wrong bridge.
That picture isn't Harlow Street, it's Market Street.
Third paragraph: "it's" should be "its".
Basic grammar, please. You are a newspaper.
Your reporter should have asked who owns the land.
This author has an axe to grind.
Moderators, please look at the abuse further up.
Dear moderators, why is he allowed to post his adverts and I'm not?
I love how the top comment has 400 upvotes and is completely wrong
Downvote me all you like, I stand by it.
These comments make me despair of humanity.
Judging by the comments nobody here has children.
Bots everywhere in this thread
Who's paying all these commenters?
Commenters on here have no idea what they are talking about.
I came for the comments and was not disappointed.
Shame on you for publishing this drivel.
Why do you print such rubbish?
End of my subscription. Twenty years a reader and now this.
Ten years a subscriber and this is the quality I get.
And you wonder why nobody pays for your paywall.
The headline says cut, the article says freeze. Which is it?
Headline should read 'Council does its job'.
I think you mean "principal", not "principle".
Typo in the standfirst, by the way.
There's a word missing in the last paragraph.
Correction needed: the school closed in 2011, not 2012.
Please correct the date in the article.
The journalist didn't bother to ask a single resident.
One-sided reporting yet again from this rag.
Another hit piece on the mayor. Who paid for it?
Is there an editor in the building? Twelve typos.
This article is so badly written I had to read it twice.
The article fails to mention what it will cost.
Nobody in the comments has noticed that the article is about a different town.
Does your sub-editor know what an apostrophe is for?
Report button doesn't work by the way
Ignore him, he posts the same thing on every thread.
Have you even read the article?
You obviously only read the headline.
I see the usual suspects are out in the comments
Held for moderation again, what a joke.
They'll delete this in five minutes, watch.
Interesting read, well written and thoughtful. More from this writer please.
The columnist seems to forget who was in government at the time.
Is this an advert or an article?
Nice bit of propaganda from your political correspondent.
The graph at the top doesn't start at zero. Sloppy.
Whoever chose that photo of her should be ashamed.
Stop censoring people who disagree!
Comments turned off on the one story that matters, funny that
what happened to the sub editors you used to have
Spelling, people, spelling!
This is an opinion piece dressed up as news.
""".strip().splitlines()

SUBJECT = """
The council should have asked residents before closing the library.
The author of the novel grew up three streets away from here.
Headline inflation is down, but my shopping bill is not.
Parliament's editor retired after thirty years in the press gallery.
Everything in moderation, as my grandmother said about sherry.
The local newspaper closed in 2009 and nobody has watched the council since.
Newspapers are dying because advertising moved to the internet.
He wrote to the paper every week for forty years, bless him.
The minister's comments about nurses were a disgrace.
Her comments on immigration cost her the election.
Social media companies should be made to pay for content moderation.
Facebook's moderators see the worst of humanity for the minimum wage.
The typographer chose a lovely face for the road signs.
I learned grammar at school and it did me no harm.
The grammar school in our town takes children from forty miles away.
She won the spelling bee with a word I had never heard of.
A typo in the contract cost the city two million.
He was sentenced to ten years and served the second sentence abroad.
The first line of defence is the sea wall.
Paragraph 4 of the lease says the landlord must repair the roof.
The journalist was murdered for what she knew, and nobody has been charged.
Reporters without lawyers cannot take on a billionaire.
Author of six books on bees, and she still keeps hives on the roof.
The writer lived in the house until 1931.
The title deeds were lost in the fire.
They won the title on the last day of the season.
The headline act was forty minutes late and worth it.
Every club needs an owner who thinks past the headline signing.
My gym subscription doubled and they blamed energy prices.
Cancelled my Netflix subscription when the price went up.
The planning committee deleted the cycle lane from the map.
They removed the benches so that nobody could sleep on them.
Censorship in wartime was stricter than people remember.
The regime has censored every film about the strike.
Article 8 protects family life, and the court was right to say so.
The police report says the lights were out on that corner.
A piece of land that size would hold two hundred homes.
The film editor deserved the award more than the director.
Text editors and compilers are all I ever needed.
The picture of my grandfather still hangs in the club house.
Photo radar would catch them all, but nobody wants to pay for it.
Trolls under the bridge would be more use than these engineers.
Sewing by machine needs a good thread and patience.
The thread on the screw was stripped, so the pump failed.
The bus to the hospital takes an hour and comes twice a day.
Wages have not kept up with rents since 2010.
What nobody mentions is the cost of heating these old schools.
My daughter waited nine weeks for an appointment.
Trams work in Nottingham, so why not here?
If the river floods again the insurers will walk away.
The mayor posted a letter to every house and it said nothing.
Post offices are closing in every village round here.
I would vote for anybody who fixed the potholes.
The vote was fixed before the meeting began.
The story of the mill is the story of this town.
Publishers charge universities a fortune for journals.
The column fell over in the earthquake of 1931.
His column of tanks turned back at the bridge.
Press freedom matters most when the press is annoying.
Public broadcasters should not chase ratings.
Schools should teach children how to check a source.
The debate moderator let them shout over each other for an hour.
Moderate drinkers live as long as anybody.
Mods and rockers fought on that beach every bank holiday.
The library's reading room has every local paper since 1870.
We used to deliver papers before school, rain or shine.
Her letters to the editor of Vogue are in the archive.
The editor of the magazine was jailed for a cartoon.
The correction in house prices was long overdue.
There was an error in the count and the seat changed hands.
Spelling reform failed because nobody could agree on a spelling.
The proof of the pudding is in the bus timetable.
Who wrote the rules for this auction, the developers?
The committee never read the report before it voted.
The inspector's report was clear: the cladding was not safe.
Banned from driving for a year, and he still gets his company car.
The club banned him for life and quite right.
It is not the teachers, it is the class sizes.
Free parking on Sundays would bring people back to town.
The site is a mess and the builders have gone home.
The building site opposite starts drilling at six.
Below the bridge the water is clean enough to swim.
A subscription library once stood where the bank is.
This town needs houses, not another hotel.
The wrong people are paying for this tunnel.
The propaganda films of the period are still shown in the museum.
The translation of the poem loses all its music.
They painted the chapel ceiling from a picture in a book.
Interns should be paid like anybody else.
""".strip().splitlines()


def is_remark(text: str) -> bool:
    return meta_probability(fold(text).text) > 0.5


def _share(texts: list[str], meta: bool) -> float:
    return sum(is_remark(text) is meta for text in texts) / len(texts)


def test_the_lists_are_long_enough_to_say_something() -> None:
    assert len(META) >= 80
    assert len(SUBJECT) >= 80


def test_remarks_on_the_page_are_told() -> None:
    assert _share([text for place, text in enumerate(META) if place % 4 != 3], True) >= 0.95


def test_remarks_on_the_subject_are_left_alone() -> None:
    assert _share([text for place, text in enumerate(SUBJECT) if place % 4 != 3], False) >= 0.98


def test_most_of_what_was_held_out_is_told_too() -> None:
    assert _share(META[3::4], True) >= 0.75
    assert _share(SUBJECT[3::4], False) >= 0.95


@pytest.mark.parametrize(
    ("weaker", "stronger"),
    [
        ("the editor of the magazine", "who edits this magazine? the editor is asleep"),
        ("headline inflation", "this headline is misleading"),
        ("a typo in the contract", "a typo in the headline"),
        ("his comments on tax", "my comment on tax was removed"),
    ],
)
def test_a_word_counts_for_more_when_it_points_at_this_page(weaker: str, stronger: str) -> None:
    assert meta_probability(weaker) < 0.5 < meta_probability(stronger)


def test_one_remark_in_a_long_comment_weighs_less_than_alone() -> None:
    remark = "what a misleading headline. "
    assert meta_probability(remark + "the buses run once an hour here. " * 12) < meta_probability(
        remark
    )


@pytest.mark.parametrize("text", ["", " ", "👍", "12 / 13", "я не согласен"])
def test_what_says_nothing_is_no_remark(text: str) -> None:
    assert meta_probability(text) < 0.1


@given(st.text(max_size=300))
def test_any_text_gets_a_probability(text: str) -> None:
    assert 0 <= meta_probability(text) <= 1


@pytest.mark.parametrize(
    "piece", ["my ", "my comment ", "my-", "who ", "this once a", "'a' not", "a"]
)
def test_20_kilobytes_are_read_in_bounded_time(piece: str) -> None:
    begun = time.perf_counter()
    meta_probability(piece * (20_000 // len(piece)))
    assert time.perf_counter() - begun < 2  # milliseconds when the machine is idle
