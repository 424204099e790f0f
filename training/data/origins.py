"""What the model was learned from: each set's name, address, licence and use (origins.tsv)."""

from __future__ import annotations

from pathlib import Path

from training.data.tables import read_tsv

ORIGINS = tuple(read_tsv(Path(__file__).with_name("origins.tsv")))
