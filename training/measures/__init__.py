"""Measures a packaged model, with the measures of `rejoinder.evaluation`."""
