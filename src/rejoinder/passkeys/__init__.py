"""Staff prove by a passkey, after the e-mailed link, that it is them (W3C, Web Authentication)."""
