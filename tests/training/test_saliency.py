"""What is learned of the words that people marked: from comments that teach, not from others."""

import csv
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rejoinder.engine.tokens import Vocabulary
from tests.support.tiny_encoders import tokenizer
from training.calibration.saliency import COLUMNS, MARKED, token_log_odds
from training.data.folds import HELD_OUT, fold_of

PIECES = ("you", "idiot", "citizen", "are", "an")


def _write(path: Path, rows: list[dict[str, object]]) -> None:
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def _marked_news(data: Path) -> None:
    """Sixty comments by two annotators each, both of whom mark the insult in every one."""
    folder = data / "toxic_spans"
    folder.mkdir()
    texts = [f"you are an idiot citizen{' you' * number}" for number in range(60)]
    both = [(number, who) for number in range(60) for who in "ab"]
    _write(
        folder / "comments.csv",
        [{"comment_id": n, "comment_text": text} for n, text in enumerate(texts)],
    )
    _write(
        folder / "annotations.csv",
        [{"annotation": f"{n}{who}", "comment_id": n} for n, who in both],
    )
    _write(
        folder / "spans.csv",
        [{"annotation": f"{n}{w}", "start": 11, "end": 16, "type": "Insult"} for n, w in both],
    )


def _vocabulary() -> Vocabulary:
    tensors: dict[str, NDArray[Any]] = {
        "vectors": np.zeros((3 + len(PIECES), 3), np.int8),
        "rarity": np.ones(3 + len(PIECES), np.float16),
    }
    return Vocabulary(tensors, {"steps": [1.0] * 3}, tokenizer(PIECES))


def test_a_token_that_people_mark_is_likely_to_be_and_others_are_not(tmp_path: Path) -> None:
    _marked_news(tmp_path)
    odds = token_log_odds(tmp_path, _vocabulary(), 3 + len(PIECES))
    assert odds.shape == (3 + len(PIECES), len(MARKED))
    idiot, you = (odds[3 + PIECES.index(word)] for word in ("idiot", "you"))
    for name in ("toxicity", "insult"):
        assert idiot[MARKED.index(name)] > 0 > you[MARKED.index(name)]
    assert idiot[MARKED.index("profanity")] < -5
    assert len(COLUMNS) == len(MARKED)


def test_comments_that_calibrate_or_measure_teach_nothing(tmp_path: Path) -> None:
    _marked_news(tmp_path)
    held_out = [number for number in range(60) if _is_held_out(number)]
    assert 0 < len(held_out) < 60
    odds = token_log_odds(tmp_path, _vocabulary(), 3 + len(PIECES)).astype(float)
    idiot = odds[3 + PIECES.index("idiot"), MARKED.index("insult")]
    share = 1 / (1 + np.exp(-idiot))
    met = 60 - len(held_out)
    words = sum(5 + number for number in range(60) if not _is_held_out(number))
    assert np.isclose(share, (met + 10 * met / words) / (met + 10), atol=1e-3)


def _is_held_out(number: int) -> bool:
    return fold_of(f"you are an idiot citizen{' you' * number}") in HELD_OUT
