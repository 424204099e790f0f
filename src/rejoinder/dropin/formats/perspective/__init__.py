"""Perspective's Comment Analyzer API, v1alpha1, answered field by field by our judge."""
