"""The two transformers: what they are, what they learn from, how, and their files."""
