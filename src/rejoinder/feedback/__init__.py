"""What people say a text should have scored, kept for whoever measures or trains a judge."""
