"""Reads what the model learns from: published sets, folds, marked spans, debates."""
