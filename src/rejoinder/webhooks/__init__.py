"""What happens is told to other systems: who is told of what, and each message on its way."""
