"""The newspaper's own pages: front page, article with its thread, FAQ, Most Read, sign-in."""
