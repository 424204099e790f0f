"""What is discussed: headline, standfirst, byline, dateline, body, author note, section."""
