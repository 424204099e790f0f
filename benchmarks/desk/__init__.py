"""How soon the desk answers a moderator, with a hundred thousand comments and a long queue."""
