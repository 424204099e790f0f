"""Frames that name kinds of people and attack none of them; some in the haters' very words.

Slots as in `functions_hateful.py`; {I} is an institution, {i} an individual's insult,
{Rs} and {r} what people call themselves.
"""

from __future__ import annotations

INNOCENT = {
    "n1": """
{X} are wonderful.
I love {X}.
We need more {X} in parliament.
{X} make this town a better place
my {adj} neighbour brought us soup when we were ill, bless her
I admire {X}, and I always have.
{X} are people like everybody else.
A group of {X} opened a bakery in the old station on Saturday.
{a} has been elected to the school board for the first time.
so proud of my {adj} sister today!!
The museum shows photographs taken by {X} between 1950 and 1970.
I am {a}.
Being {a} in this town was never a problem for me.
According to the census, {X} now live in every district of the city.
{X} play, cook and sing at the summer festival, and everybody is invited.
Half of my class are {X}, and what a class it is.
I have great respect for {X}.
This {one} taught me everything I know about carpentry.
The hospital could not run for a day without {X}.
Yesterday {a} won the chess tournament, and deservedly.
why are there so few {X} on television?
{X} deserve better pay, better schools and a fair hearing.
My best teacher was {a}, and I still write to her.
The council asked {X} what they thought of the new bus routes.
{X} are welcome here""",
    "n2": """
I would never say that {X} are vermin.
No {one} is a criminal because of where she was born.
We must not hate {X}.
{X} are not animals.
I don't hate {X}, why would I?
Nobody should call {X} parasites, least of all a minister.
It simply isn't true that {X} are lazy.
{X} are not a danger to anybody.
not all {X} are the same, and most are kind
You can't say that {X} are thieves, because they aren't.
I have never thought that {a} was worth less than I am.
There is nothing wrong with {X}.
{X} aren't stupid, they just had no school to go to.
We should never again drive {X} out of our towns.
{X} do not stink, do not steal and do not bite. Go and meet some.
I refuse to believe that {X} are to blame for the rents.
No {one} deserves to be treated like dirt.
{X} are neither better nor worse than the rest of us.
Nobody here wants to get rid of {X}.
My son was taught to despise {X}; I am glad that he no longer does.""",
    "n3": """
"{X} are animals"? I cannot believe that a newspaper prints such a sentence.
People who say "{X} are parasites" should be ashamed.
Saying that {X} do not belong here is wrong.
Stop saying that {X} are criminals.
Whoever writes that {X} are scum has never spoken to one.
You say {X} stink. That is hateful and it has no place here.
That's a racist thing to say about {X}.
it is not ok to write "kill {X}" under any article, please moderate
My uncle used to shout "I hate {X}" at the radio, and we children left the room.
The court fined him for writing that {X} should be gassed.
"Go back home" is what they yell at {X}, born here or not. It must stop.
I reported the comment that said {X} are vermin, and I would do it again.
How can anyone claim that {X} are subhuman? We learnt nothing from the war.
calling {X} a plague is exactly how it began last time
The minister's remark that {X} are lazy deserves an apology.
He posted "{X} disgust me" and lost his job, quite rightly.
To those who think that {X} have no rights: read the constitution.
If you believe {X} are less intelligent, you have not read the research.
Posters with the words "{X} out" were torn down by neighbours this morning.
Why is it still acceptable to joke that {X} are dirty?
What you just wrote about {X} is hate speech, and I ask the editors to remove it.
A slur is a slur. Please do not speak of {X} like that.
The old lie that {X} poison wells is retold here by people who should know better.""",
    "n4": """
As a proud {r} I say this paper gets it right.
us {Rs} have to stick together
We {Rs} know how to throw a party.
my fellow {Rs}, see you at the march on Sunday
I'm a {r} and I'm proud of it.
They called me a {r} at school; now it is printed on my T-shirt and I wear it with joy.
love you my {r}
Nobody parties like us old {Rs}!
{Rs} on bikes, our club, celebrates twenty years of friendship.
My wife and I are two happy {Rs} with a dog and a mortgage.
This {r} is getting married tomorrow, wish me luck
From one {r} to another: you look fabulous.
We took the word {r} back, and it is ours now.
Here's to all my {Rs} who made it through this year
Being a {r} of a certain age, I remember when we had to meet in cellars.
The choir calls itself The Singing {Rs}, and we picked that name ourselves.
I call myself a {r}; you may ask before you do.
happy birthday to my favourite {r}, love from the whole gang""",
    "n11": """
Nobody should be beaten for being {a}.
He threatened to kill {a}, police said on Monday.
A man was jailed for shouting that he would burn the house of {a}.
I would never hurt {a}, and I won't stand by when others do.
Three {X} were attacked outside the station last night; witnesses are asked to come forward.
{X} should not be locked up without a trial.
The court heard how the gang had hunted {X} through the park.
We will not let anyone harm {X} in this town.
My grandmother hid {X} in her barn when others wanted them shot.
Threats to shoot {X} were sent to the office of the charity.
nobody is going to hang {X}, calm down and read the bill
In 1938 {X} were beaten in the streets and their shops were burnt.
She told the inquiry that a colleague had said "{X} should be drowned".
No {one} should have to fear being stabbed on the way to work.
It is a crime to kill {a}, and no custom excuses it.
The killer wrote that {X} must be wiped out; we print this because readers should know his motive.
{X} must never again be put in camps.
Police are treating the assault on {a} as a hate crime.
Nobody wants {X} killed, and you know that perfectly well.""",
    "n12": """
{I} hid the abuse for decades.
I do not trust {I}.
{I} has failed its own people.
I reject {I} and everything done in its name.
Shame on {I}.
{I} should answer before a court.
What a disgrace {I} is.
The record of {I} on human rights is appalling, whatever its spokesmen say.
{I} lies, and its victims pay for it.
No more money for {I} until there is an inquiry.
it is high time that {I} was held to account
{I} is corrupt from top to bottom.
Those who suffer most under {I} are the believers and citizens themselves.
I left because {I} would not listen to women.
One may criticise {I} without hating anybody.
Why does everybody tiptoe around {I}?
The power of {I} over our schools must end.
Sanctions against {I} are overdue, in my opinion.
{I} belongs in the dustbin of history.
The way {I} treats its critics is cruel and cowardly.""",
}

# No kind of people is named at all.
UNNAMED = {
    "n5": """
A cheese cracker with my tea, that is all I need.
There is a chink in the armour of this budget, and the opposition has found it.
The dyke held the sea back in 1953, by an inch.
Farmers in the paddy fields are waiting for rain.
Call a spade a spade: the plan is too dear.
My nan served faggots and peas every Thursday.
He was cock of the roost until the new editor came.
A pair of blue tits nests in our letter box.
Great tits and coal tits come to the feeder all winter.
the vet says our bitch will have six puppies by easter
Fire retardant paint would have saved the roof.
The chink of glasses could be heard from the garden.
Our Maine coon is missing, please look in your sheds.
Gypsy moths have stripped the oaks along the canal.
Don't get into a paddy about it, it is only a parking space.
The house was spick and span when we left.
Boobies and frigate birds breed on the island.
She had a snigger at the back of the hall, and so did I.
A niggling doubt remains about the figures.
Plant the pansies in autumn and they will flower till June.
That penalty was a cracker!
Christmas crackers were never so dull as this year's.
I dug the potatoes with my father's spade
At the fag end of the season we still had strawberries.
An ass and two mules carried the instruments to the festival.
What a queer light there was over the bay that evening.
Slopes above the village were closed for fear of avalanches.
The hoe and the rake hang behind the shed door.
The hymn about a cripple who is healed was my grandfather's favourite.
He lit a fag outside the pub and waited for the bus.
We walked along the dyke at dusk and counted the geese.
the weathercock on our church needs gilding""",
    "n6": """
Fucking brilliant goal!
What a shitty day.
oh shit, I missed the last train
Holy shit, that photograph is beautiful.
Damn, that's good news.
fuck me, it's cold this morning
That was a bloody good read, thank you.
I fucking love this town
Well, shit. There goes the summer.
Bugger, I burnt the toast again.
It took me three fucking hours to get home in the snow.
Best damn concert I've heard in years, and I have heard a few.
Shit happens.
No fucking way, we won!
This crossword is a right bastard, took me all day.
Who the fuck puts pineapple on a pizza?
what a fucking week, I need a holiday
Jesus Christ, that bridge is high as fuck.
The soup was shit but the view was lovely.
I laughed my ass off at this cartoon.
Hell yes, and about damn time too!
Can we have some bloody sunshine, please
It rained like fuck and we danced all night anyway.
Shit, I forgot my mother's birthday.""",
    "n8": """
You are a worthless {i}.
You {i}.
What a {i} you are.
shut your mouth, you {i}
Only a {i} could write a column like this.
The author is a {i}, nothing more.
go back to school you {i}
I have seldom read such drivel by such a {i}.
You're too stupid to tie your own shoes, you {i}.
Everyone in this thread can see that you are a {i}.
He was a {i} in the council and he is a {i} in parliament.
Do us all a favour and stop posting, {i}.
Are you really such a {i} or do you only pretend?
That {i} should never have been given a column.
Congratulations, you {i}, you have understood nothing at all.
Another day, another rant by the resident {i}
Your mother must be ashamed of raising a {i}.
I wasn't going to reply, but you really are a {i}.
nobody cares what a {i} like you thinks
Listen to me, you {i}: learn to read before you write.""",
    "n10": """
I'm so stupid, I forgot to turn the oven off.
God, I'm an idiot.
What a fool I was to believe that leaflet.
silly me, I read the wrong article
I could kick myself for selling the bicycle.
Ignore my last comment, I am a moron and cannot read.
I hate myself for laughing at this.
I felt like a complete clown standing there without a ticket.
My brain is mush today, sorry everybody.
Stupid me, it was in the second paragraph all along.
I'm a useless cook, but even I managed this recipe.
Call me a simpleton, but I liked the old bridge.
I was an idiot at twenty and I'm hardly better at sixty.
dumbest thing I ever did was to cycle home without lights
Kill me now, I have to do my tax return.
I am ugly, old and happy, and my dog agrees.
My own fault, I was too lazy to look it up.
I look like a pig in that photo, ha ha.
We Brits are hopeless at penalties, me first of all.
Shoot me if I ever buy another printer.""",
}

# Strong words at things: {T}. What is said of people elsewhere, said of what cannot be hurt.
THINGS = """
{T} disgust me.
I absolutely loathe {T}.
{T} are a plague on this town.
Get rid of {T}, the sooner the better.
{T} are vermin, if you ask me.
I wish somebody would burn {T}, every last one.
{T} should be banned.
why do {T} always turn up when I am late?
There is nothing good about {T}.
God how I detest {T}
{T} make my skin crawl.
The town is infested with {T}.
{T} are worthless, stupid and ugly.
We should round up {T} and be done with it.
{T} deserve to be wiped off the map
I'm so sick of {T}
{T} don't belong in our street.
Nobody would miss {T} if they were gone tomorrow.
Death to {T}!
{T} are the scum of the earth and I shall write to the council about them.""".strip().splitlines()
