"""OpenAI's moderation call: `POST /v1/moderations`."""
