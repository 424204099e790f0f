"""A site as files: whole, to be brought back; and its threads, as other systems read them."""
