"""Writes the folder that the judge is loaded from, and the model's card."""
