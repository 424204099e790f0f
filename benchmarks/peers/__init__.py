"""Other comment servers, installed apart and measured in the same run."""
