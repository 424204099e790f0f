"""The n-grams: counting them, and one logistic regression for each attribute."""
