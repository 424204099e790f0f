"""Reading hostile files in bounded memory: bytes, encodings, XML, JSON, dates."""
