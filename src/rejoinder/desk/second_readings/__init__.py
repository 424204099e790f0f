"""What a second person reads without knowing the first's decision, and where they differ."""
