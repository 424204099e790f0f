"""What happened at the desk in a stretch of days, in numbers: for the newsroom alone."""
