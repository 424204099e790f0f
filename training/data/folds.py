"""Folds: which texts are fitted, which calibrate and which are only measured."""

from __future__ import annotations

import hashlib

# Fold 0 is held out for the figures, fold 1 for calibration; the rest are fitted.
FOLDS = 10
MEASURED, CALIBRATED = (0,), (1,)
HELD_OUT = (*MEASURED, *CALIBRATED)


def fold_of(key: str) -> int:
    """Gives a number from 0 to FOLDS - 1 that depends on the key's letters and digits alone."""
    plain = "".join(letter for letter in key.casefold() if letter.isalnum())
    return int.from_bytes(hashlib.sha256(plain.encode()).digest()[:4], "big") % FOLDS
