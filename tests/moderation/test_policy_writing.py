"""A policy's text with other settings: what somebody wrote around them stays."""

import tomllib

import pytest

from rejoinder.moderation.policy import default_source, read_policy
from rejoinder.moderation.policy.writing import GONE, with_settings
from rejoinder.moderation.rules.topic import TOPIC
from rejoinder.moderation.rules.words import WORDS
from rejoinder.moderation.setting import NEVER

SOURCE = """# Ours.
mode = "open"

[topic] # the subject
hold_below = 0.2 # since the summer
[words]
banned = [
  "one", # said Ann
  "two",
]
[sections.Sport.topic]
hold_below = 0.1
"""


def test_only_the_value_is_another() -> None:
    text = with_settings(SOURCE, {("topic", "hold_below"): 0.3, ("mode",): "assisted"})
    assert text == SOURCE.replace("0.2 #", "0.3 #").replace('"open"', '"assisted"')


def test_what_is_new_stands_in_its_table_or_in_a_new_one() -> None:
    text = with_settings(
        SOURCE, {("topic", "meta"): "hold", ("abuse", "insult", "hold"): NEVER, ("x",): 1}
    )
    assert '[topic] # the subject\nmeta = "hold"\nhold_below = 0.2 # since' in text
    assert text.endswith('[abuse.insult]\nhold = "never"\n')
    assert text.startswith("x = 1\n# Ours.")


def test_a_list_is_replaced_whole() -> None:
    text = with_settings(SOURCE, {("words", "banned"): ["o'ne", 'say "two"', "drei", "vier"]})
    assert read_policy(text)[WORDS].banned == ("o'ne", 'say "two"', "drei", "vier")
    assert "# since the summer" in text


def test_a_section_says_something_and_then_nothing_any_more() -> None:
    path = ("sections", "City life", "topic", "hold_below")
    text = with_settings(SOURCE, {path: 0.05})
    assert '[sections."City life".topic]\nhold_below = 0.05\n' in text
    assert with_settings(text, {path: GONE}).strip() == SOURCE.strip()


@pytest.mark.parametrize(
    "source",
    [
        "topic = { hold_below = 0.2 }",
        "topic.hold_below = 0.2",
        "topic = {}\n[length]\nminimum = 3",
        "[topic]",
        "",
        '["topic"]\n"hold_below" = 0.2\n[judge]\ntext = """\n[topic]\nnot a table\n"""',
        default_source(),
    ],
)
def test_however_it_is_written_it_means_the_same_and_the_new_value(source: str) -> None:
    text = with_settings(source, {("topic", "hold_below"): 0.3, ("topic", "meta"): "hold"})
    told = tomllib.loads(text)
    assert (told["topic"]["hold_below"], told["topic"]["meta"]) == (0.3, "hold")
    before, after = read_policy(source), read_policy(text)
    assert after[TOPIC].decline_below == before[TOPIC].decline_below
    assert {k: v for k, v in after.values.items() if k is not TOPIC} == {
        k: v for k, v in before.values.items() if k is not TOPIC
    }
