"""How likely a comment speaks of the page (comments, moderation, headline, author, a slip).

Weighted signs, each of a plain meaning, summed to log-odds: whoever wonders about a figure can
read why. A bare word such as "editor" weighs little; it must point at this page.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from typing import Final

Sign = tuple[float, re.Pattern[str]]
"""What it adds to the log-odds where it is found, and how to find it."""

_BEGINNING: Final = 4
_BEGINNINGS = re.compile(rf"\b\w{{1,{_BEGINNING}}}")

# Up to so many words between two others, and words for what stands on a page.
_PARTS: Final = {
    "ONE": r"(?:[\w'-]+ )?",
    "TWO": r"(?:[\w'-]+ ){0,2}",
    "FEW": r"(?:[\w'-]+ ){0,4}",
    "WORK": r"(?:article|op-?ed|editorial|column|write-?up|piece|story|report)s?",
    "WRITER": r"(?:author|writer|journalist|reporter|columnist|correspondent|critic|reviewer)s?",
    "PAPER": r"(?:news ?paper|paper|publication|rag|outlet|website|newsroom|tabloid)",
    "POST": r"(?:comment|post|repl(?:y|ie))s?",
    "GONE": r"(?:remov|delet|gone|disappear|vanish|censor|block|held|reject|moderat|approv|hidden"
    r"|taken down|publish|appear|show|flagged|zapped|snipped|pending)\w*",
    "GOOD": r"(?:lazy|sloppy|poor|bad|terrible|shoddy|biased|appalling|disgraceful|cheap|gutter"
    r"|yellow|one-sided|decent|shocking|balanced|quality|brilliant|awful|pathetic|good|great|fine"
    r"|excellent|proper|superb|thoughtful|rubbish|dreadful|real|lovely|weak|silly|interesting)",
    "LIKE_TOO": r"(?:there|their|they're|its|it's|your|you're|fewer|less|affect|effect|lose|loose"
    r"|whose|who's|principal|principle|lead|led|than|then|too?|practise|practice)",
}  # fmt: skip


def _signs(table: str) -> Iterator[tuple[str, Sign]]:
    """Each row: a weight, how one of its words begins (with a bar between), and a pattern."""
    for row in table.strip().splitlines():
        weight, beginnings, pattern = row.split(maxsplit=2)
        for name, part in _PARTS.items():
            pattern = pattern.replace(f"<{name}>", part)
        sign = (float(weight), re.compile(rf"\b(?:{pattern})"))
        for beginning in beginnings.split("|"):
            yield beginning[:_BEGINNING], sign


_COMMENTS = r"""
1.4 comment         comments?\b(?! (?:by|of|made|from|about)\b)
1.4 thread          thread\b
3.2 comment         comments? (?:section|thread|board|box|forum|page|on here|here|below|above|under)\b
3.2 comment         comments (?:are|were|have been|being|get|turned|switched) <ONE>(?:closed|open|disabled|off\b|turned|switched|allowed|moderated|censored|deleted|removed)
2.6 comment         (?:in|from|by|reading|read|for|these|half|all|most|other|through|first|previous|last|top|best|earlier) (?:all )?(?:these |the |this |of the )?comments?\b(?! (?:by|from|of|made|about) )
3.9 commenter       commenters?\b
2.6 comm      commenting\b
4.5 my|our          (?:my|our) <TWO><POST> <FEW><GONE>
3.9 my|our          (?:my|our) (?:last|first|earlier|previous|original|other) (?:one|post|comment|reply|message|attempt|two|three)\b
4.2 comment|post|repl (?:delet|remov|censor|block|ban|flag|hid|approv)\w* <FEW>(?:comments?|posts?|reply|replies)\b
3.9 upvo|down|up|vote|voti       (?:up|down)-?vot(?:e|es|ed|ing)\b
3.9 button          (?:report|edit|like|reply|dislike|block|ignore) button
2.4 troll           trolls?\b(?! (?:under|bridge))
2.4 bots            bots\b
3.9 keyboard        keyboard warriors?
3.9 username|profile|avatar|real|anonymous (?:usernames?|profile pic\w*|avatar|(?:your|real) real names?|anonymous (?:names|cowards|posters|accounts))\b
3.9 line|btl        below the line|btl\b
2.6 here            (?:on here|in here)\b
2.6 you|here        (?:some|half|most|all|lot|none|many) of you\b|you (?:people|lot)\b|(?:everyone|everybody|nobody|anyone|people|posters|experts) <ONE>here\b(?! (?:in|at|on)\b)
3.6 above           (?:person|chap|man|woman|lady|gentleman|poster|one|comments?|post|fellow) (?:just )?above\b
3.9 every           under every <ONE><WORK>
3.4 repl|post       (?:replying|in reply) to\b|(?:posting|posted|post) (?:here|this|that|the same|it twice|adverts|on (?:here|this|every))
2.6 echo            echo chamber
3.2 listen|calm|stra|sock|pile|caps|capi listen to yourselves|calm down,? (?:everyone|everybody|people|all)|arguing with strangers|sock ?puppet|pile-?on\b|all caps|capital letters|caps lock
2.6 same|usua       (?:the|same|these) (?:usual|same) <ONE>(?:suspects|names|people|crowd|faces|voices)\b
2.6 you             you(?:'ve| have)? (?:already )?(?:posted|wrote|written|said (?:this|that) (?:before|already|on|under))
2.6 app|page|cook|pop|auto|refr|log (?:the|your|this) (?:app|page|website) (?:won't|doesn't|keeps|is|crash|load|takes)|cookie banner|pop-?ups?|autoplay|have to log in
2.6 report          (?:reported|reporting|report) (?:you\b|this (?:comment|post|user))
"""  # noqa: E501

_MODERATION = r"""
3.4 mods            mods\b(?! and rockers)
2.4 moderator       moderators?\b
2.6 moderat         (?:dear|hey|hello|where are|wake up|thanks?) (?:the )?moderat|moderators?,? (?:asleep|please|are|is|must|should|need|have|will|let|keep|on|at|here|delet|remov|going|really)
4.2 moderat         (?:awaiting|stuck in|held (?:for|in)|pending|pre-?|waiting for|in the|past) ?moderat(?:ion|ed|ors?)\b|moderation (?:here|on (?:this|here)|policy|queue|is)\b
3.6 censor          (?:stop|why|you|they|keep|more|love) <TWO>censor|censor\w* <FEW>(?:here|everything|comments?|me|us|again|people)\b
4.2 delet|remov|ban|bann|bans (?:why|stop|you|they(?:'ll| will)?) <FEW>(?:delet|remov|ban)\w* <ONE>(?:me|us|my|this|every|all|any)\b
2.6 delet|remov|moderat (?:was|been|got|be|get|gets) (?:delet|remov|moderat)\w*[.!?]? *(?:again\b|$|why\b|for no\b|within\b|before\b)
3.6 guideline|rules (?:house rules|community (?:rules|guidelines|standards)|your (?:rules|guidelines))
2.6 filter          (?:the|your|swear|word|profanity) filter
3.6 allow           allowed to (?:post|comment|say that here)
-4 moderat          (?:content moderat|debate'?s? moderator|moderators of)\w*
-2.6 facebook|twitter|tiktok|social (?:facebook|twitter|tiktok|social media)
"""  # noqa: E501

_HEADLINE = r"""
3.0 headline        headlines?\b(?! (?:inflation|rates?|acts?|figures?|signing|sponsor|number))
2.6 headline        (?:this|your|that|misleading|sensational\w*|terrible|awful|stupid|silly|past the|only the|the|wrote the|these) headlines?\b(?! (?:inflation|rates?|acts?|figures?|signing|sponsor|number))
3.9 clickbait|bait            click-?\s?bait\b(?! (?:farms?|industry|ads?|sites?|economy))
4.2 title           (?:misleading|click-?bait|sensational\w*|wrong|stupid|terrible|silly|inaccurate|awful) title\b|title (?:is|was) <ONE>(?:misleading|wrong|click)
3.6 caption|standfirst|byline|strapline|thumbnail|subhead (?:captions?|standfirst|byline|strapline|thumbnail|subhead\w*)\b
4.0 photo|picture|image|pic|pics|graph|chart|map (?:stock|library|wrong|misleading|that|chose|file|accompanying|lovely|your) <TWO>(?:photo|picture|pic|image|graph|chart|map)s?\b
4.0 photo|picture|image|graph|chart|map (?:photo|picture|image|graph|chart|map) <ONE>(?:is of|shows|at the top|above|accompanying|used)
3.9 paywall         paywall
4.2 news            (?:how|why) <TWO>(?:is|was) (?:this|that|it) (?:even )?(?:news|newsworthy)|slow news day|not (?:even )?news\b|(?:call|so) (?:this|that) (?:is )?news|this is news
2.0 front           front page
"""  # noqa: E501

_AUTHOR = r"""
2.4 article         articles?\b(?! (?:\d|of|in the (?:treaty|constitution)))
2.0 piece|column|op|oped|editorial (?:this|the|that|your) (?:piece|column|op-?ed|editorial)\b(?! of)
3.6 journalis|report|edit|article|write|op|oped|column|piece <GOOD> (?:(?:piece|bit) of )?(?:journalism|reporting|editing|article|write-?up|op-?ed|column|editorial|piece)\b(?! of (?!journalism|writing|reporting)| works?)
3.2 journalis       journalism\b
3.6 journalis|report|author|writer|column|critic|correspond this <ONE><WRITER>\b
3.6 journalis|report|author|writer|column|critic|correspond (?:the|has the|did the|does the) <WRITER> (?:clearly|obviously|seems?|should|needs?|does|doesn't|fails?|forg[eo]t|miss|ignore|conveniently|apparently|must|omit|did|never|could|might|appears|has|is (?:clearly|wrong|biased|right|obviously)|ever|even|actually|bother)
4.2 your|you        your <ONE>(?:<WRITER>|editors?|headlines?|<WORK>|readers|sub-?editors?|reporting|coverage|journalism|<PAPER>)\b
4.2 this            this (?:once[\w ]{1,20} )?<PAPER>\b
3.9 subscri         (?:my|cancel\w*|renew\w*|end of|why|paying|pay|loyal|years?) <FEW>subscri\w+\b(?! to\b)
-4.5 netflix|gym|spotify|streaming (?:netflix|gym|spotify|streaming)
4.2 who             who(?:ever)? <ONE>(?:edit|wrote|writ|proof|subbed|approv|commission|publish|check|chose|picked|research)\w* (?:this|that|these|your|such|it\b|the (?:headline|article|piece|photo|picture|caption))
1.6 article|column|op|oped|editorial (?:articles?|column|op-?ed|editorial) <ONE>(?:is|was|fails?|ignores?|forgets?|misses|doesn't|does not|reads|could have|should have|lacks|omits|contains|needs|mentions?|says nothing|has|makes no|seems|didn't)\b
3.6 writ|by|well|badl|poor   written by (?:an? )?(?:intern|ai\b|bot|chat|child|robot|five|teenager|someone|machine|committee)|(?:well|badly|poorly|beautifully|lazily|nicely) (?:written|researched|sourced|reported|edited)
3.9 piece|advertorial|reads (?:puff|hit|propaganda|opinion|filler|fluff) piece\b|advertorial|reads like an? <ONE>(?:ad|advert|press|propaganda|sponsored|pr|essay|school|brochure)\w*
3.6 press           press release\b
3.9 thank|more\sof|more\sfrom thank(?:s| you) <FEW>(?:article|piece|reporting|column|journalism|writing this)|more (?:of|from) this <ONE>(?:please|writer|author|columnist|reporter)
3.9 publ|prin|run|runs|runn|writ|wrot (?:for|keep|stop|bother|why|you) <TWO>(?:publish|print|run|runn|writ)(?:ing|ed|e|s)? <ONE>(?:this|such|these|stories|articles|nonsense|rubbish|drivel|garbage)\b
3.6 editor          (?:dear|where (?:is|was|are) (?:the|your)|wake up,? ?|is there an|need an|sack the|no|sub|copy)[ -]editors?\b(?! of)
3.6 fact|proof      fact-?[ -]?check\w*|proof-?read\w*
4.2 read|stop|tl|tldr   stopped reading|read (?:it|this|that) (?:twice|again|to the end)|read to the end|tl;?dr|(?:didn't|did not|haven't|have you|did you|has anyone|did we|actually|even|bother to|before|only|obviously) <ONE>read (?:the|this|past) <ONE>(?:article|headline|piece|story)
2.6 bias|propaganda (?:biased|propaganda|one-sided)\b <FEW>(?:again|from|by|here|article|reporting|coverage|piece)
3.9 buri|bury       (?:buried|bury|burying) <TWO>(?:the le(?:de|ad)\b|in paragraph|at the (?:end|bottom)|right at the)
2.6 decl|disc|inte  (?:should|ought to|must|did she|did he|does not|doesn't) (?:declare|disclose)\b|conflict of interest <FEW>(?:writer|author|columnist|reporter)
2.6 side|both       (?:one|other|both) sides? of the (?:story|argument)|only one side
3.2 anyo|anyb|nobo  (?:did|has|does) (?:anyone|anybody|nobody) (?:at|in|from) (?:the|your|this) <ONE>(?:paper|newsroom|desk|office)|(?:did|does) (?:anyone|anybody) <ONE>(?:check|read|edit)\b
3.0 another         (?:another|yet another) <ONE>(?:article|piece|column|op-?ed|editorial)\b(?! of)
-3 novel|memoir|poem|murdered|jailed|killed|prize (?:novel|memoir|poems?|murdered|jailed|killed|prizes?)\b
"""  # noqa: E501

_SLIP = r"""
3.9 typo            typos?\b
2.4 spel|miss|mis           (?:misspel\w*|mis-spel\w*|spelt|spelled|spell-?check\w*)\b
1.6 spelling|gramma (?:spelling|grammar|grammatical\w*)\b
3.2 apostroph|comma|punctuat|hyphen (?:apostrophes?|commas?|punctuation|hyphen)\b
3.2 pedant|nitpick  (?:pedant\w*|nitpick\w*)\b
2.6 spel|gramma     (?:wrong|learn|check|poor|bad|basic|your|please|people)\W+<ONE>(?:spel|gramma)|(?:spel|gramma)\w*\W+<FEW>(?:article|headline|paragraph|caption|here|wrong|mistakes?|errors?|please|people|incorrect)
5.5 not             ['"][\w -]{1,30}['"],? (?:and )?not ['"]?\w|<LIKE_TOO>['"]?,? (?:and )?not ['"]?<LIKE_TOO>\b
4.2 should|surely|must|mean (?:should|surely|must|you) (?:be|read|say|have been|mean|meant) ['"]
3.0 para            (?:first|second|third|fourth|fifth|sixth|seventh|last|opening|final|penultimate|\d(?:st|nd|rd|th)|this|that|same) para(?:graph)?\b|para(?:graph)? \w+ (?:has|is|says|should|reads|contradict)
2.6 sentence|line   (?:second|third|last|opening|final|first|that) (?:sentence|line) (?:of the|makes|has|is missing|doesn't|should|ends)
3.9 correct         (?:please|needs?|should be|worth a|issue a|print a|publish a) <ONE>correct(?! me)|correction (?:needed|please|required|to)\b
3.6 factual         factual(?:ly)? (?:error|mistake|inaccura|wrong|incorrect)
3.6 word            word (?:is )?missing|missing (?:a )?word|not a word|isn't a word|word you (?:want|are|need)
3.6 one|two|doub|sing (?:one|two|double|a single) ['"]?[a-z]['"]?'?s? in \w
2.8 wrong|mix|confus (?:you|you've|they|article|reporter) <TWO>(?:got|have|put|mixed|confus\w+) <FEW>(?:wrong|name|date|year|mixed up|with)\b|wrong (?:date|year|name|spelling)\b
-4 spelling|grammar|typo|proof (?:spelling (?:bee|test|lesson|reform)|grammar (?:school|book|lesson)|proof of|typo in the (?:bill|contract|law|deed|will|form|ballot))
"""  # noqa: E501


def _by_beginning() -> Mapping[str, tuple[Sign, ...]]:
    found: dict[str, tuple[Sign, ...]] = {}
    for table in (_COMMENTS, _MODERATION, _HEADLINE, _AUTHOR, _SLIP):
        for beginning, sign in _signs(table):
            if sign not in found.get(beginning, ()):
                found[beginning] = (*found.get(beginning, ()), sign)
    return found


# Few comments have any of these words, so most cost no more than a look at how words begin.
_SIGNS: Final = _by_beginning()
_BIAS: Final = -3.2
_LENGTHY: Final = 30
_DILUTION: Final = 0.03
"""Words beyond thirty mostly speak of something else: each takes this from the log-odds."""


def meta_probability(text: str) -> float:
    """From 0 to 1: does this folded text speak of its page rather than of the article's subject?

    The page is its comments, their moderation, the headline, the author, the paper, a slip.
    """
    met = _SIGNS.keys() & set(_BEGINNINGS.findall(text))
    signs = {sign for beginning in met for sign in _SIGNS[beginning]}
    odds = _BIAS + math.fsum(weight for weight, pattern in signs if pattern.search(text))
    odds -= _DILUTION * max(0, min(text.count(" ") - _LENGTHY, 60))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))
