"""Publications. One installation serves many; everything else belongs to one of them."""
