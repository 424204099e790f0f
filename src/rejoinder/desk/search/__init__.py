"""Finding comments, authors and articles at the desk."""
