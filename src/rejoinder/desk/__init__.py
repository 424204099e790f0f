"""What the newsroom's desk knows: what waits for a person, in which order, who has taken what."""
