"""The numbers of rows, as addresses and forms hold them: read in one way everywhere."""

# Rows are numbered from 1, in 64 bits; PostgreSQL takes no larger number.
LARGEST_ID = 2**63 - 1
# So many digits always fit; no store of ours will ever number further.
MOST_DIGITS = 18


def read_id(raw: str) -> int:
    """The number that `raw` writes out in ASCII digits.

    Raises:
        ValueError: it is no number that a row could have.
    """
    if not raw.isascii() or not raw.isdigit() or len(raw) > MOST_DIGITS:
        raise ValueError("not a row's number")
    return int(raw)
