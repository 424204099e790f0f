"""Articles fetched from the web: which addresses, how, what is made of a page, what is kept."""
