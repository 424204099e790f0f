"""What the public and its authorities are told of decisions: never a word of anybody's."""
