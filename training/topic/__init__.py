"""The heads that say whether a comment is about its article."""
