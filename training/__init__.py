"""Fits and measures the judge's models: `python -m training --data PATH --out FOLDER`."""
