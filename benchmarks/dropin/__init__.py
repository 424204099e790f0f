"""How fast other services' calls are answered: `python -m benchmarks.dropin`."""
