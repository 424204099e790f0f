"""Frames in twos: nearly the same words, one an attack and one not.

Each line: the attack's class, the attack, the other's class, the other.
"""

from __future__ import annotations

PAIRS = tuple(
    (parts[0], parts[1], parts[2], parts[3])
    for parts in (
        [part.strip() for part in line.split("|")]
        for line in """
h1|I hate {X}.|n2|I hate it when people attack {X}.
h1|I can't stand {X} any longer.|n3|I can't stand people who insult {X}.
h1|{X} make me sick.|n3|Jokes about {X} make me sick.
h1|I despise {X}.|n2|I do not despise {X}.
h1|You disgust me, all you {X}.|n1|You inspire me, all you {X}.
h2|{X} are lazy and dishonest.|n1|{X} are hard-working and honest.
h2|{X} are criminals.|n11|{X} are the victims of criminals.
h2|{X} are liars.|n3|Those who say "{X} are liars" are wrong.
h2|{X} can't be trusted.|n1|{X} can be trusted like anyone else.
h2|Every {one} is a crook.|n2|Not every {one} is a saint, and not one in a thousand is a crook.
h3|{X} are rats.|n2|{X} are not rats.
h3|{X} are vermin.|n3|It is a lie that {X} are vermin.
h3|Treat {X} like animals.|n11|They treated {X} like animals, and nobody spoke up.
h3|{X} are a disease.|n1|{X} are a blessing.
h3|{X} infest our hospitals.|n1|{X} run our hospitals.
h4|{X} should stay out of politics.|n1|{X} should go into politics.
h4|{N} will never be real citizens.|n1|{N} have long been citizens like you and me.
h4|{N} belong back home.|n1|{N} belong here, this is their home.
h4|I'm not prejudiced, but {X} are trouble.|n1|I'm not prejudiced, and {X} are my friends.
h4|{X} are inferior by nature.|n3|The claim that {X} are inferior by nature is bad science.
h5d|I will kill {X}.|n11|He said that he would kill {X}, and was arrested.
h5d|{X} deserve to be shot.|n11|{X} do not deserve to be shot at on their way to prayer.
h5n|{X} should be locked up.|n11|Men who attack {X} should be locked up.
h5n|{X} should be thrown out.|n2|{X} should not be thrown out.
h5n|{X} must disappear from this country.|n11|{X} must not disappear from this country's memory.
h5n|{X} should have no rights.|n1|{X} should have the same rights.
h7|Fuck {X}.|n6g|Fuck everyone who hurts {X}.
h7|fucking {X}, I hate them|n6g|fucking love {X}, they are the best neighbours
h7|{X} are shit|n6g|{X} put up with so much shit
h8|{X} came to our town. They are scum.|n1|{X} came to our town. They are kind.
h8|Look at {X}. I wish they were gone.|n1|Look at {X}. I wish I had their courage.
h8|I met {a} today. Revolting creature.|n1|I met {a} today. Lovely person.
h9|No {one} deserves a vote.|n1|Every {one} deserves a vote.
h9|There is nothing good about {X}.|n2|There is nothing bad about {X}.
h9|{X} are not decent people.|n2|{X} are decent people, are they not?
h9|{X} are not welcome.|n3|It is shameful to tell {X} that they are not welcome.
h10|Why do {X} always lie?|n3|Why do people always lie about {X}?
h10|Who needs {X}?|n1|Who needs help? {X} do.
h10|In my opinion {X} are scum.|n1|In my opinion {X} are treated badly.
h10|Why are {X} so stupid?|n1|Why are {X} so badly paid?
h6|He is a {s}.|n3s|He called me a {s}, and I left.
h6|Get out, you {s}.|n3s|Nobody should shout "get out, you {s}" at a child.
h6|{Ss} are all the same.|n3s|Please stop using the word "{Ss}".
h6|I hate {Ss}.|n3s|I hate the word "{s}" and what it does to people.
h6|The {s} next door is at it again.|n3s|The man next door was fined for calling her a {s}.
h6|Typical {s}.|n3s|"Typical {s}", they wrote on his locker. Who brings up such children?
""".strip().splitlines()
    )
)
