"""What can be done to a comment: submit, edit, withdraw, decide, undo, report, appeal."""
