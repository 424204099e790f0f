"""Articles on pages of the web: one page fetched, and the article found in it."""
