"""HTTP to other machines: which addresses may be gone to, and how much of an answer is believed."""
