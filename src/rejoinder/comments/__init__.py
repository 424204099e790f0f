"""Threads and replies. `intake` is the only way in, and only moderation may call it."""
