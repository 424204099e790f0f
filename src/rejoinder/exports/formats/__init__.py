"""One file for each system that our threads can move to: what its importer reads."""
