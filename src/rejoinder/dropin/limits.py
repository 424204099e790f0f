"""How much of anything a call may hold, whatever its format.

A format whose service has bounds of its own keeps those beside its messages.
"""

# Far longer than any comment; the judge's time grows with a text's length.
MAX_TEXT_CHARS = 100_000
# Texts in one call.
MAX_TEXTS = 1000
# An article's address, in a call or fetched.
MAX_URL_CHARS = 2000
# A body: one text with room for escapes, an article and a parent beside it.
MAX_BODY_BYTES = 4_000_000
