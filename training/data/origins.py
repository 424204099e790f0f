"""What the model was learned from: each set's name, address, licence and use."""

ORIGINS = (
    ("toxic_spans", "https://github.com/ipavlopoulos/toxic_spans", "CC0 1.0", "abuse, spans"),
    (
        "Jigsaw Toxic Comment Classification 2018",
        "https://www.kaggle.com/c/jigsaw-toxic-comment-classification-challenge",
        "CC0 1.0; text CC BY-SA 3.0 (Wikipedia)",
        "abuse, pairs",
    ),
    ("ParaDetox", "https://github.com/s-nlp/paradetox", "CC0 1.0", "abuse"),
    ("EDOS", "https://github.com/rewire-online/edos", "CC0 1.0", "abuse"),
    ("Gab Hate Corpus", "https://osf.io/edua3/", "CC BY 4.0", "abuse, pairs"),
    ("Implicit Hate", "https://github.com/SALT-NLP/implicit-hate", "MIT", "abuse"),
    ("HateXplain", "https://github.com/punyajoy/HateXplain", "MIT", "abuse"),
    (
        "Davidson et al. 2017",
        "https://github.com/t-davidson/hate-speech-and-offensive-language",
        "MIT",
        "abuse",
    ),
    ("HatemojiBuild", "https://github.com/HannahKirk/Hatemoji", "CC BY 4.0", "abuse"),
    ("ConvAbuse", "https://github.com/amandacurry/convabuse", "CC BY 4.0", "abuse"),
    (
        "Context toxicity",
        "https://github.com/ipavlopoulos/context_toxicity",
        "Apache 2.0",
        "abuse, pairs",
    ),
    (
        "Unintended bias templates",
        "https://github.com/conversationai/unintended-ml-bias-analysis",
        "CC BY 4.0",
        "abuse",
    ),
    ("YouTube Spam Collection", "https://archive.ics.uci.edu/dataset/380", "CC BY 4.0", "abuse"),
    ("SMS Spam Collection", "https://archive.ics.uci.edu/dataset/228", "CC BY 4.0", "abuse"),
    ("Profanity list", "https://github.com/surge-ai/profanity", "MIT", "abuse"),
    (
        "Argument Reasoning Comprehension (New York Times comments)",
        "https://github.com/UKPLab/argument-reasoning-comprehension-task",
        "Apache 2.0; comments belong to their authors",
        "abuse, pairs, head",
    ),
    (
        "all-MiniLM-L6-v2",
        "https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2",
        "Apache 2.0",
        "tokenizer; what the networks start from",
    ),
    (
        "Fake News Challenge",
        "https://github.com/FakeNewsChallenge/fnc-1",
        "Apache 2.0; texts belong to their publishers",
        "measured only, nothing learned",
    ),
)
