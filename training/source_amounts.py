"""How much of each source of texts is learned: how often, how many, and what each counts."""

from __future__ import annotations

from collections.abc import Mapping

# How often the teacher meets each source's texts: news, what is hard and what was written for it
# most, what is noisy or many least. Of a fraction, so large a share is drawn.
SOURCE_EPOCHS: Mapping[str, float] = {
    "toxic_spans": 1.6,
    "newspaper": 1.2,
    "passages": 0.4,
    "written_threats": 5.0,
    "written_insults": 5.0,
    "written_groups": 5.0,
    "written_adverts": 5.0,
    "written_private_data": 5.0,
    "written_despair": 5.0,
    "written_everyday": 5.0,
    "written_fair": 5.0,
    "written_names": 5.0,
    "written_civil_passages": 1.0,
    "functions": 0.5,
    "pictures": 0.3,
    "mentions": 1.0,
    "groups": 0.2,
    "templates": 0.2,
    "innocent": 0.3,
    "signs": 0.3,
    "sexual": 0.5,
    "hatemoji": 3.0,
    "jigsaw": 0.6,
    "jigsaw_plain": 0.1,
    "implicit_hate": 0.5,
    "edos": 0.5,
    "gab": 0.35,
    "hatexplain": 0.15,
    "davidson": 0.08,
    "paradetox": 0.2,
    "paradetox_kept": 0.1,
    "convabuse": 0.7,
    "youtube_spam": 1.0,
    "sms_spam": 0.2,
    "bias_templates": 0.15,
    "word_lists": 0.3,
}

# Of how many texts a sentence is to be matched with its rest.
SENTENCE_PAIRS: Mapping[str, int] = {"newspaper": 3000, "jigsaw": 5000, "toxic_spans": 5000}

# How many texts of a source the teacher is asked about; of the others, all.
TEACHER_TEXTS: Mapping[str, int] = {
    "passages": 0,
    "davidson": 3000,
    "hatexplain": 5000,
    "paradetox": 8000,
    "paradetox_kept": 3000,
    "gab": 9000,
    "implicit_hate": 9000,
    "edos": 7000,
    "jigsaw_plain": 3000,
    "functions": 5000,
    "templates": 1500,
    "groups": 1500,
    "bias_templates": 1500,
    "sms_spam": 2000,
}

# How many of the segments within each text the teacher is asked about: each stands for itself.
ASKED_SEGMENTS: Mapping[str, int] = {"newspaper": 4, "toxic_spans": 2, "jigsaw": 1}

# How many texts of a source are to point where MPNet, as published, points.
EMBEDDED_TEXTS: Mapping[str, int] = {
    "newspaper": 4000,
    "segment": 9000,
    "toxic_spans": 5000,
    "jigsaw": 3000,
    "implicit_hate": 1000,
    "written_fair": 1000,
    "written_civil_passages": 1000,
}

# The sources that calibrate the probabilities, and how much each counts as a whole.
CALIBRATION_WEIGHTS: Mapping[str, float] = {
    "newspaper": 3.0,
    "jigsaw": 2.0,
    "toxic_spans": 1.0,
    "functions": 9.0,
    "pictures": 0.3,
    "mentions": 0.3,
    "templates": 0.7,
    "passages": 0.8,
    "written_threats": 0.3,
    "written_insults": 0.5,
    "written_groups": 0.5,
    "written_adverts": 0.3,
    "written_private_data": 0.2,
    "written_despair": 0.2,
    "written_everyday": 0.6,
    "written_fair": 0.6,
    "signs": 0.3,
    "hatemoji": 0.2,
    "innocent": 0.2,
    "gab": 0.2,
    "sexual": 0.2,
    "convabuse": 0.15,
    "groups": 0.1,
    "edos": 0.1,
    "implicit_hate": 0.1,
    "youtube_spam": 0.4,
    "sms_spam": 0.15,
}
