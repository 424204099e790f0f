"""The judge's measurement: MiniLM is the real one, comments are alike, marks are held."""

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from safetensors.numpy import save_file
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer
from tokenizers.processors import TemplateProcessing

from benchmarks.judge.__main__ import MINILM, main
from benchmarks.judge.cases import WORDS, newsroom_cases, under_new_articles
from benchmarks.judge.fresh import Start
from benchmarks.judge.measure import Batches, Calls, Round, calls, escalated_share, in_turns
from benchmarks.judge.minilm import MiniLM
from benchmarks.judge.network import network, write_eight_bits
from benchmarks.judge.report import Line, Target, batch_line, latency_lines, size_lines, table
from rejoinder.engine import Article, Case, Judge
from tests.support import numpy_minilm as reference

WIDTH, LAYERS, HEADS, PLACES = 48, 2, 12, 256
PIECES = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *"abcdefghijklmnopqrstuvwxyz"]
PIECES += [f"##{letter}" for letter in PIECES[4:]]
TEXTS = ["a ferry late again", "no", "the harbour office said nothing of it all day", "", "so so"]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A network of MiniLM's make with few and random weights, and the files beside it."""
    folder = tmp_path_factory.mktemp("minilm")
    dice = np.random.default_rng(7)
    shapes = {
        "embeddings.word_embeddings.weight": (len(PIECES), WIDTH),
        "embeddings.position_embeddings.weight": (PLACES, WIDTH),
        "embeddings.token_type_embeddings.weight": (2, WIDTH),
        "embeddings.LayerNorm.weight": (WIDTH,),
        "embeddings.LayerNorm.bias": (WIDTH,),
    }
    for layer in range(LAYERS):
        name = f"encoder.layer.{layer}."
        for part in ("self.query", "self.key", "self.value", "output.dense"):
            shapes[f"{name}attention.{part}.weight"] = (WIDTH, WIDTH)
            shapes[f"{name}attention.{part}.bias"] = (WIDTH,)
        shapes[f"{name}intermediate.dense.weight"] = (4 * WIDTH, WIDTH)
        shapes[f"{name}intermediate.dense.bias"] = (4 * WIDTH,)
        shapes[f"{name}output.dense.weight"] = (WIDTH, 4 * WIDTH)
        shapes[f"{name}output.dense.bias"] = (WIDTH,)
        for part in ("attention.output.LayerNorm", "output.LayerNorm"):
            shapes[f"{name}{part}.weight"] = shapes[f"{name}{part}.bias"] = (WIDTH,)
    weights = {
        name: dice.normal(scale=0.4, size=shape).astype(np.float32)
        for name, shape in shapes.items()
    }
    save_file(weights, folder / "model.safetensors")
    config = {
        "hidden_size": WIDTH,
        "num_hidden_layers": LAYERS,
        "num_attention_heads": HEADS,
        "layer_norm_eps": 1e-12,
    }
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    _tokenizer().save(str(folder / "tokenizer.json"))
    return folder


def _tokenizer() -> Tokenizer:
    vocabulary = {piece: number for number, piece in enumerate(PIECES)}
    tokenizer = Tokenizer(WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = BertNormalizer()
    tokenizer.pre_tokenizer = BertPreTokenizer()
    tokenizer.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    # The real one pads every text to one length, which would make MiniLM look slow.
    tokenizer.enable_padding(length=PLACES)
    return tokenizer


def test_the_network_is_minilm_as_another_reading_of_its_weights_has_it(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("LAYERS", LAYERS), ("HEADS", HEADS), ("WIDTH", WIDTH)):
        monkeypatch.setattr(reference, name, value)
    _compare(small, tmp_path)


@pytest.mark.skipif(
    not MINILM.is_dir(), reason="MiniLM is not here; to run: make bench-judge, which gets it"
)
def test_the_real_weights_give_the_real_vectors(tmp_path: Path) -> None:
    _compare(MINILM, tmp_path)


def _compare(folder: Path, tmp_path: Path) -> None:
    model, whole, eight = network(folder), tmp_path / "whole.onnx", tmp_path / "eight.onnx"
    whole.write_bytes(model.SerializeToString())
    write_eight_bits(model, eight)
    expected = reference.MiniLM(folder).texts(TEXTS)
    for file, least in ((whole, 0.9999), (eight, 0.95)):
        minilm = MiniLM(file, folder / "tokenizer.json", threads=1)
        for found in (minilm.batch(TEXTS, 2), np.stack([minilm(text) for text in TEXTS])):
            assert (found * expected).sum(1).min() > least
            assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=1e-4)
    assert eight.stat().st_size < whole.stat().st_size / 2


def test_every_comment_has_as_many_words_as_the_marks_speak_of() -> None:
    cases = newsroom_cases()
    assert len({case.text for case in cases}) == len(cases) >= 200
    assert {len(case.text.split()) for case in cases} == {WORDS}
    assert all(case.article and case.article.headline for case in cases)
    assert min(len(case.article.body.split()) for case in cases if case.article) > 300


def test_a_new_article_is_one_that_no_judge_has_seen() -> None:
    cases = newsroom_cases()
    old = {case.article for case in cases}
    new = [case.article for case in under_new_articles(cases)]
    assert len(set(new)) == len(new) == len(old)
    assert old.isdisjoint(new)


def test_both_have_their_turns_and_the_first_changes() -> None:
    asked: list[str] = []

    def ask(name: str, answer: int) -> int:
        asked.append(name)
        return answer

    assert in_turns(lambda: ask("a", 1), lambda: ask("b", 2), 3) == [(1, 2)] * 3
    assert asked == ["a", "b", "b", "a", "a", "b"]


def test_a_round_asks_each_comment_once() -> None:
    asked: list[str] = []
    cases = [Case(text) for text in TEXTS]
    timed = calls(lambda case: asked.append(case.text), cases)
    assert asked == TEXTS
    assert 0 <= timed.p50 <= timed.p99


@given(st.floats(0.001, 0.1), st.floats(0.1, 20))
def test_marks_hold_the_ratio_and_not_the_machine(minilm: float, faster: float) -> None:
    theirs = Calls(minilm, minilm * 1.2, minilm)
    ours = Calls(minilm / faster, minilm / faster * 2, minilm / faster)
    p50, p99, *rest = latency_lines([Round(ours, theirs)] * 3, 0.002)
    assert p50.times == pytest.approx(faster)
    assert p50.met is (faster > 8 / 1.5) or faster == pytest.approx(8 / 1.5)
    assert p99.met is (faster > 4) or faster == pytest.approx(4)
    assert [line.met for line in rest] == [None, None]


def test_one_disturbed_round_of_three_changes_nothing() -> None:
    quiet = Round(Calls(0.001, 0.002, 0.001), Calls(0.008, 0.009, 0.008))
    loud = Round(Calls(0.1, 0.2, 0.001), Calls(0.008, 0.009, 0.008))
    assert latency_lines([quiet, loud, quiet], 0) == latency_lines([quiet] * 3, 0)


def test_batches_are_held_to_the_ratio() -> None:
    met = batch_line(Batches((600, 700, 60), (100, 100, 10), 32, True))
    assert (met.judge, met.minilm, met.times, met.met) == (600, 100, 6, True)
    assert batch_line(Batches((599,), (100,), 32, True)).met is False


def test_sizes_have_marks_and_unknown_memory_has_no_line() -> None:
    start = Start(0.4, 0.51, 0.1, 100e6, 149e6)
    lines = size_lines(32_000_001, 23_000_000, start)
    assert [line.met for line in lines] == [False, False, None, None, None, True]
    unknown = size_lines(32_000_000, 23_000_000, Start(0.4, 0.49, 0.1, 0, 0))
    assert [line.met for line in unknown] == [True, True, None, None]


def test_the_table_says_met_and_short() -> None:
    lines = [
        Line("a comment, ms", 1.234, 8.0, 6.48, Target(1.5)),
        Line("batches", 500, 100, 5, Target(6, at_least=True), compared=5, digits=0),
        Line("importing, s", 0.2),
    ]
    told = [" ".join(row.split()) for row in table(lines)]
    assert told[2:] == [
        "a comment, ms 1.23 8.00 6.5 at most 1.5 met",
        "batches 500 100 5.0 6 times SHORT",
        "importing, s 0.20",
    ]


class Telling:
    """A judge that says which texts both its stages read."""

    def escalates(self, text: str, article: Article | None = None) -> bool:
        """Those with a mark of exclamation."""
        return "!" in text and article is not None


def test_escalated_texts_are_counted_where_the_judge_tells() -> None:
    article = Article("Ferry late")
    cases = [Case("Oh!", article), Case("Well.", article), Case("Ah.", article), Case("No!")]
    assert escalated_share(Telling(), cases) == 0.25  # type: ignore[arg-type]
    assert escalated_share(object(), cases) is None  # type: ignore[arg-type]


def test_a_quick_run_prints_every_line_and_writes_it_for_programs(
    small: Path, tmp_path: Path
) -> None:
    file = tmp_path / "figures.json"
    ran = CliRunner().invoke(main, ["--quick", "--minilm", str(small), "--json", str(file)])
    assert ran.exit_code == 0, ran.output
    assert Judge.load().version in ran.output
    told = json.loads(file.read_text(encoding="utf-8"))
    assert [line["what"] for line in told["lines"]][:3] == [
        "one comment, p50 ms",
        "one comment, p99 ms",
        "one comment, CPU ms",
    ]
    assert all(line["judge"] > 0 and line["what"] in ran.output for line in told["lines"])
    assert [line["met"] is not None for line in told["lines"]].count(True) >= 5


def test_without_the_weights_one_is_told_how_to_get_them(tmp_path: Path) -> None:
    ran = CliRunner().invoke(main, ["--minilm", str(tmp_path)])
    assert ran.exit_code == 1
    assert "make bench-judge" in ran.output
