"""Signing on by a publisher's own accounts: signed tokens, OpenID Connect, Commento's form."""
