"""What the worst texts are made of: each is repeated until a text is as long as any can be."""

PIECES = (
    # Marks on one letter, and letters that come apart or grow.
    *("\u0301", "\u0327\u0301", "a" + "\u0301" * 31, "e\u0301", "\u0344", "\u0365", "ﷺ", "ß", "İ"),
    *("\u1100\u1161\u11a8", "ไ", "ก\u0e31", "क्", "가", "ⓐ", "ǝɐ", "的", "。"),
    # Signs of Markdown, HTML and BBCode, open and never closed.
    *("(", "[", "*", "_", "`", "` ", "``a`", "<", ">", "> ", "- a\n", "  - a\n", "1. ", "1. a\n"),
    *("](", "![", "[a](", "[a](http://b(", "[a](<b", "[a][b]", "[a]: b\n", "**a", "*a_b", "_a"),
    *(
        "a**b",
        "f*",
        "\\",
        "\\*",
        "#",
        "# ",
        "---\n",
        "===\n",
        "|a|",
        "~~",
        "<a",
        "<!--",
        "<?",
        "<br>",
    ),
    *("<a href='x'>", "[url=", "[url=http://a]", "&amp;", "&", "&#1", "<http://a>", "<a@b.c>"),
    *(">1\n", "> a\n", "- a\n* a\n", "- a\n  a\n", "1. a\n\n", "> - ", "\\_", "(((http://a.b/"),
    # Addresses.
    *("http://", "https://a.b/c ", "www.", "a@", "a@b.c ", "a.", "a-", "a.bb/", "(http://a.b/"),
    *("http://a(", "x" * 63 + ".", "@", "@a ", "%", "://", "a.b.c.d.e.f/"),
    # Space and nothing.
    *("\n", "\r\n", "\r", "\n \n", " ", "\t", "\u2028", "\u200b", "\u200d", "\u200f", "\u202e"),
    *("\u115f", "\x00", "\ud800", "\ufe0f"),
    # Pictures.
    *("😀", "👨\u200d👩\u200d", "👍🏽", "🇩", "1\ufe0f\u20e3"),
    # Disguises.
    *("аa", "i d i o t ", "i.d.", "s h i t ", "1d10t ", "a1", "$", "f**k ", "kn4ve", "k n a v e "),
    *("aaaab", "ooo", "-a-", "a'", "'\"", "a 1 ", "knave ", "rogue,", "!", "...", "? ", "“", "’"),
    *("1", "12.", "1 ", "a", "A", "word ", "the "),
    # What looks like somebody's address or number.
    *("0 1 ", "(1)", "+4", "12-12-12 ", "07700 900482 ", "12 mill road ", "12 a b c d e ", "1:"),
    *(
        "he lives in ",
        "calle de la ",
        "12 rue de la ",
        "lindenweg ",
        "me at ",
        "a dot ",
        "a_at_b_dot_",
        "aat",
        "o1",
        "1o ",
        "0_",
        "1.0000,",
        "address is A ",
        "he lives in a house in ",
        "a_at_b_dot_",
        "aat",
        "plate 1",
    ),
    *("AB12 CDE car ", "GB29 NWBK ", "one two ", "my number ", "office 0161 496 0123. "),
)
