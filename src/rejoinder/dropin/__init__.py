"""The formats of other services, answered by our judge: who called them changes the host only."""
