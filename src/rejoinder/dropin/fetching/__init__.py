"""Articles fetched from the web: the page, what is made of it, what is kept."""
