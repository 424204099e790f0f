"""Turns log-odds into probabilities, and says where doubt begins."""
