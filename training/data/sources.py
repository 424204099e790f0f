"""Reads each labelled set of comments, and says which attributes its labels speak of.

Weights give each set its part: news comments most, tweets least, over-sampled positives less.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

from rejoinder.engine.model import ATTRIBUTES
from training.data.examples import Example, all_clear
from training.data.explicit_words import OATHS, label_by_words
from training.data.tables import read_table
from training.data.toxic_spans import ATTRIBUTE_OF_TYPE

# The least toxicity of a news comment that readers had reported. It keeps those that no annotator
# marked from being learned as clean; the calibration takes it off again, in
# `calibration/source_weights.py`.
REPORTED_FLOOR = 0.3

# What moderators passed, or nobody complained of, is not quite surely free of abuse.
PASSED = 0.02

# Of the profanity list's severities from 1 to 3, the least that is taken for swearing.
LEAST_SEVERITY = 1.6

# Comments under this video are only measured.
MEASURED_VIDEO = "LMFAO"


def toxic_spans(data: Path) -> Iterator[Example]:
    """Gives news comments. A label is the share of annotators who marked such a span.

    All were sent to the annotators because earlier readers had found them toxic, so a comment
    without a span is not called clean.
    """
    folder = data / "toxic_spans"
    types: dict[str, set[str]] = defaultdict(set)
    for span in read_table(folder / "spans.csv"):
        types[span["annotation"]].add(span["type"])
    annotations: dict[str, list[set[str]]] = defaultdict(list)
    for annotation in read_table(folder / "annotations.csv"):
        annotations[annotation["comment_id"]].append(types[annotation["annotation"]])
    for comment in read_table(folder / "comments.csv"):
        answers = annotations[comment["comment_id"]]
        share = sum(bool(answer) for answer in answers) / len(answers)
        labels = {
            attribute: sum(kind in answer for answer in answers) / len(answers)
            for kind, attribute in ATTRIBUTE_OF_TYPE.items()
        }
        labels |= {"toxicity": REPORTED_FLOOR + (1 - REPORTED_FLOOR) * share, "spam": PASSED}
        if 0 < labels["profanity"] < 0.5 or (labels["insult"] and not labels["profanity"]):
            del labels["profanity"]  # a span has one type: a swear word used as an insult has that
        yield Example("toxic_spans", comment["comment_text"], labels, weight=2.0)


def jigsaw_labels(data: Path) -> Iterator[Example]:
    """Gives Wikipedia's talk pages, all attributes.

    Positives were over-sampled, so they weigh less.
    """
    names = {
        "toxic": "toxicity",
        "severe_toxic": "severe_toxicity",
        "obscene": "profanity",
        "identity_hate": "identity_attack",
    }
    for row in read_table(data / "jigsaw_wiki" / "train_multilabel_fragments.csv"):
        labels = {
            names.get(column, column): float(row[column]) for column in (*names, "threat", "insult")
        }
        weight = 0.6 if row["toxic"] == "1" else 1.0
        source = "jigsaw_plain" if row["normalised"] == "1" else "jigsaw"
        yield Example(source, row["comment_text"], labels, weight)


def jigsaw_toxic(data: Path) -> Iterator[Example]:
    """Gives Wikipedia's talk pages, toxic or not."""
    for row in read_table(data / "jigsaw_wiki" / "train_toxic_binary.csv"):
        labels = {"toxicity": 1.0} if row["toxic"] == "1" else all_clear()
        yield Example("jigsaw", row["comment_text"], labels)


def paradetox(data: Path) -> Iterator[Example]:
    """Gives a toxic sentence and the same thing said politely: only the manner differs."""
    for row in read_table(data / "paradetox" / "paradetox.tsv", "\t"):
        pair = row["toxic"]
        yield Example("paradetox", row["toxic"], {"toxicity": 1.0}, weight=0.5, group=pair)
        for name in ("neutral1", "neutral2", "neutral3"):
            if row[name]:
                clear = all_clear("toxicity", "profanity", "threat")
                yield Example("paradetox", row[name], clear, weight=0.4, group=pair)
    for row in read_table(data / "paradetox" / "paradetox_cannot_rewrite.tsv", "\t"):
        why, text = row["OUTPUT:reasons"], row["INPUT:toxic_comment"].strip('"')
        if why == '{"toxic_content":true}':
            yield Example("paradetox_kept", text, {"toxicity": 1.0}, weight=0.4)
        elif why == '{"not_toxic":true}':
            yield Example("paradetox_kept", text, all_clear("toxicity"), weight=0.5)


def edos(data: Path) -> Iterator[Example]:
    """Gives sexism. What is not sexist may be abusive otherwise, so only that is said of it."""
    for row in read_table(data / "edos" / "edos_train_dev.csv"):
        threat = float(row["label_category"].startswith("1"))
        labels = {"identity_attack": 0.0, "threat": threat}
        if row["label_sexist"] == "sexist":
            labels |= {"identity_attack": 0.9, "toxicity": 0.9}
        yield Example("edos", row["text"], labels, weight=0.4)


def gab(data: Path) -> Iterator[Example]:
    """Gives hate, calls for violence and vulgarity on Gab."""
    for row in read_table(data / "gab_hate_corpus" / "ghc_train.tsv", "\t"):
        hate, violence, vulgar = (float(row[name]) for name in ("hd", "cv", "vo"))
        labels = {"identity_attack": hate, "threat": violence}
        labels["toxicity"] = max(0.1, 0.9 * hate, 0.9 * vulgar, 0.9 * violence)
        yield Example("gab", row["text"], labels, weight=0.5)


def implicit_hate(data: Path) -> Iterator[Example]:
    """Gives hate without a slur, from tweets of hate groups and their like."""
    degrees = {"explicit_hate": 0.95, "implicit_hate": 0.8, "not_hate": 0.05}
    for row in read_table(data / "implicit_hate" / "implicit_hate_v1_stg1_posts.tsv", "\t"):
        hate = degrees[row["class"]]
        yield Example("implicit_hate", row["post"], {"identity_attack": hate}, weight=0.4)


def hatexplain(data: Path) -> Iterator[Example]:
    """Gives hate or offence, tokenised tweets and Gab posts."""
    for row in read_table(data / "hatexplain" / "hatexplain_processed.csv"):
        labels = {"toxicity": 0.9 if row["label"] == "1" else 0.1}
        yield Example("hatexplain", row["tweet"], labels, weight=0.25)


def davidson(data: Path) -> Iterator[Example]:
    """Gives tweets. Their labels follow swearing and dialect too closely to weigh much."""
    for row in read_table(data / "davidson" / "labeled_data.csv"):
        votes = int(row["count"])
        labels = {"identity_attack": int(row["hate_speech"]) / votes}
        if row["class"] == "2":
            labels |= {"profanity": 0.05, "toxicity": 0.1}
        yield Example("davidson", row["tweet"], labels, weight=0.1)


def hatemoji(data: Path) -> Iterator[Example]:
    """Gives hate with emoji, written to deceive classifiers, and its harmless twins."""
    for name in ("train", "validation"):
        for row in read_table(data / "hatemojibuild" / f"{name}.csv"):
            hate = float(row["label_gold"])
            labels = {"identity_attack": hate, "toxicity": hate}
            labels["threat"] = float(row["type"] == "threateninglanguage")
            pair = min(row["text"], row["matched_text"])
            yield Example("hatemoji", row["text"], labels, weight=0.5, group=pair)


def convabuse(data: Path) -> Iterator[Example]:
    """Gives what people say to chat bots; a label is the share of annotators who called it so."""
    for name in ("train", "valid"):
        for row in read_table(data / "convabuse" / f"{name}.csv"):
            abuse = _share(row, "_is_abuse.-")
            labels = {"toxicity": abuse, "sexually_explicit": _share(row, "_sex_harassment")}
            labels["identity_attack"] = max(
                _share(row, kind) for kind in ("_racist", "_homophobic", "_transphobic")
            )
            yield Example("convabuse", row["user"], labels, weight=0.5)


def _share(row: dict[str, str], column: str) -> float:
    """Gives the share of a text's annotators who said yes in any column of this name."""
    votes = {
        (key.split("_")[0], value[0])
        for key, value in row.items()
        if column in key and value[:1] in {"0", "1"}
    }
    people = {person for person, _ in votes}
    return len({person for person, vote in votes if vote == "1"}) / max(1, len(people))


def youtube_spam(data: Path) -> Iterator[Example]:
    """Gives comment spam under videos; of each video all comments are fitted or none."""
    for row in read_table(data / "youtube_spam" / "four_videos.csv"):
        spam = float(row["CLASS"])
        fold = 0 if row["VIDEO_NAME"].lstrip('"').startswith(MEASURED_VIDEO) else -1
        text = row["CONTENT"].replace("\ufeff", "").replace("<br />", "\n")
        group = "" if fold == 0 else text[:40]
        yield Example("youtube_spam", text, {"spam": spam}, 2.0, group, fold)


def sms_spam(data: Path) -> Iterator[Example]:
    """Gives text messages: advertising and fraud, or ordinary."""
    for row in read_table(data / "sms_spam" / "SMSSpamCollection.tsv", "\t", ["kind", "text"]):
        spam = float(row["kind"] == "spam")
        yield Example("sms_spam", row["text"], {"spam": 0.9 * spam}, weight=0.3)


def wikipedia_context(data: Path) -> Iterator[Example]:
    """Gives random Wikipedia talk, nearly all civil: what ordinary disagreement looks like."""
    for row in read_table(data / "context_toxicity" / "gn.csv"):
        if row["label"] == "0":
            passed = dict.fromkeys(ATTRIBUTES, PASSED)
            yield Example("jigsaw", row["text"], passed, weight=0.5)


def bias_templates(data: Path) -> Iterator[Example]:
    """Gives the same sentence about many kinds of people: naming them must change nothing."""
    for row in read_table(data / "bias_templates" / "intersectional_madlibs.csv"):
        toxic = float(row["toxicity"] == "toxic")
        labels = {"toxicity": toxic} if toxic else all_clear()
        if row["template"].startswith("hate_"):
            labels = {"toxicity": 1.0, "identity_attack": 1.0}
        yield Example("bias_templates", row["phrase"], labels, weight=0.1, group=row["template"])


def word_lists(data: Path) -> Iterator[Example]:
    """Gives swear words and slurs by themselves, which no set has often enough."""
    for row in read_table(data / "profanity_lists" / "surge_profanity_en.csv"):
        kind, severity = row["category_1"], float(row["severity_rating"])
        if severity < LEAST_SEVERITY:
            continue
        labels = {"profanity": 0.95, "toxicity": 0.8}
        if kind.startswith("sexual anatomy") and row["text"].lower() not in OATHS:
            labels["sexually_explicit"] = 0.8
        if kind in {"racial / ethnic slurs", "sexual orientation / gender", "religious offense"}:
            labels["identity_attack"] = 0.8
        yield Example("word_lists", row["text"], labels, weight=0.6, group=row["canonical_form_1"])


def newspaper(data: Path) -> Iterator[Example]:
    """Gives New York Times comments, which passed that paper's moderators."""
    for row in read_table(data / "arc_nyt" / "comments_train_dev.csv"):
        passed = dict.fromkeys(ATTRIBUTES, PASSED)
        yield Example("newspaper", row["text"], passed, weight=2.0, group=row["url"])


SOURCES: tuple[Callable[[Path], Iterator[Example]], ...] = (
    toxic_spans,
    jigsaw_labels,
    jigsaw_toxic,
    paradetox,
    edos,
    gab,
    implicit_hate,
    hatexplain,
    davidson,
    hatemoji,
    convabuse,
    youtube_spam,
    sms_spam,
    wikipedia_context,
    bias_templates,
    word_lists,
    newspaper,
)


def read_all(data: Path) -> list[Example]:
    """Gives every example of every set. Of texts that come twice in one source, the first stays."""
    seen: set[tuple[str, str]] = set()
    examples = []
    for source in SOURCES:
        for example in label_by_words(source(data), data):
            key = (example.source, "".join(example.text.split()).casefold())
            if key[1] and key not in seen:
                seen.add(key)
                examples.append(example)
    return examples
