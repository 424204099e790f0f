"""Measures the judge beside a small neural network, in one run (`make bench-judge`)."""
