"""The formats of other services, one file or folder each; they do not know each other."""
