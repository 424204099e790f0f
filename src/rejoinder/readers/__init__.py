"""Who is speaking: guests, readers signed in by an e-mailed link, their sessions and standing."""
