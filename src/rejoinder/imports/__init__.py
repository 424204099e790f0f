"""Moving in: threads from other comment systems' files, whole, once, and with nothing wiped."""
