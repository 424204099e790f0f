"""Rejoinder's threads for Django and Wagtail: a template tag, `{% load rejoinder %}`.

Put this folder on your path, `"rejoinder_comments"` into INSTALLED_APPS, and where
Rejoinder is into the settings: `COMMENTS_URL = "https://comments.courier.example"`.
"""
