"""What a policy's settings are called in a form, and what can be chosen."""

from collections.abc import Mapping
from typing import Final

from rejoinder.errors import N_
from rejoinder.moderation.model import Outcome

# By key; where two tables mean something else by one, by the whole key.
LABELS: Final[Mapping[str, str]] = {
    "mode": N_("Who is posted without a person's yes"),
    "only": N_("Only subscribers comment"),
    "sections": N_("In these sections"),
    "articles": N_("Under these articles"),
    "text": N_("In your own words"),
    "standing": N_("Subscribers count at least as"),
    "badge": N_("That they subscribe is"),
    "minimum": N_("At least"),
    "maximum": N_("At most"),
    "share": N_("From this share on"),
    "letters": N_("From so many letters on"),
    "least": N_("From so many on"),
    "banned": N_("Not printed"),
    "watched": N_("A person looks first"),
    "words.allowed": N_("Excepted"),
    "allowed": N_("May pass"),
    "allowed_for_new": N_("May pass from somebody new"),
    "blocked_hosts": N_("Not linked to"),
    "hours": N_("For so many hours"),
    "comments": N_("Comments at most"),
    "minutes": N_("In so many minutes"),
    "known_after": N_("Known after"),
    "trusted_after": N_("Trusted after"),
    "article": N_("Such comments"),
    "unjudged": N_("Such comments"),
    "hold": N_("Held from"),
    "decline": N_("Declined from"),
    "help": N_("Where there is help"),
    "hold_below": N_("Held below"),
    "decline_below": N_("Declined below"),
    "meta": N_("Remarks on the paper"),
    "hold_after": N_("Held after"),
    "edit_minutes": N_("Minutes to change a comment"),
    "withdraw_minutes": N_("Minutes to take one back"),
    "appeal_months": N_("Months to appeal"),
    "hold_hours": N_("Hours after which a hold can be appealed"),
    "duties.letters": N_("Letters"),
    "notices": N_("Notices"),
    "trusted_flaggers": N_("Trusted flaggers"),
    "public_page": N_("Public page"),
    "territorial_scope": N_("Countries"),
    "percent": N_("Of a hundred decisions"),
}

OPTIONS: Final[Mapping[str, str]] = {
    "open": N_("open: everybody"),
    "assisted": N_("assisted: everybody but newcomers"),
    "all-held": N_("all-held: nobody"),
    "nowhere": N_("nowhere"),
    "everywhere": N_("everywhere"),
    "new": N_("new"),
    "known": N_("known"),
    "trusted": N_("trusted"),
    "hidden": N_("hidden"),
    "shown": N_("shown"),
    "publish": N_("are posted"),
    "hold": N_("wait for a person"),
    "read": N_("are compared with what the browser said"),
    "on": N_("on"),
    "off": N_("off"),
}

# Of tables that no rule reads, what stands above them; and of all that no one rule names.
HEADINGS: Final[Mapping[str, str]] = {
    "": N_("Mode"),
    "length": N_("Length"),
    "words": N_("Words and names"),
    "links": N_("Links"),
    "standing": N_("Standing"),
    "topic": N_("The subject"),
    "editing": N_("Changing and taking back"),
    "judge": N_("Of the judge, in your words"),
    "duties": N_("What you owe everybody"),
    "second_reading": N_("Second reading"),
}

OUTCOMES: Final[Mapping[Outcome, str]] = {
    Outcome.PUBLISH: N_("Posted"),
    Outcome.HOLD: N_("Held"),
    Outcome.DECLINE: N_("Declined"),
}
