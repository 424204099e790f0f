"""What the person who runs Rejoinder sets, and what they are told when it cannot be."""

from ipaddress import ip_network
from pathlib import Path

import pytest

from rejoinder.errors import Invalid
from rejoinder.settings import DropinSettings, Settings, from_environment, sqlite_path, variables


def test_nothing_need_be_set() -> None:
    assert from_environment({}) == Settings()


def test_every_setting_has_its_variable() -> None:
    assert from_environment(
        {
            "REJOINDER_DATABASE_URL": "postgresql://db/paper",
            "REJOINDER_MAIL_URL": "smtp://mail.example",
            "REJOINDER_MAIL_FROM": "desk@paper.example",
            "REJOINDER_JUDGE_TIMEOUT": "0.5",
            "REJOINDER_JUDGE_PROCESSES": "3",
            "REJOINDER_JUDGE_THREADS": "2",
            "REJOINDER_JUDGE_QUEUE": "8",
            "REJOINDER_POSTS_PER_MINUTE": "0",
            "REJOINDER_KEY_CALLS_PER_MINUTE": "9",
            "REJOINDER_TRUSTED_PROXIES": "10.0.0.0/8, ::1,",
            "REJOINDER_RETURN_SECONDS": "2.5",
            "REJOINDER_READ_SECONDS": "5",
            "REJOINDER_READ_PAGES": "0",
            "REJOINDER_INSIDE_HOSTS": "checker:8080, 10.0.0.7:443, [fd00::7]:8080",
            "REJOINDER_DEMO": "1",
            "HOME": "elsewhere",
        }
    ) == Settings(
        database_url="postgresql://db/paper",
        mail_url="smtp://mail.example",
        mail_from="desk@paper.example",
        judge_timeout=0.5,
        judge_processes=3,
        judge_threads=2,
        judge_queue=8,
        posts_per_minute=0,
        key_calls_per_minute=9,
        trusted_proxies=(ip_network("10.0.0.0/8"), ip_network("::1")),
        return_seconds=2.5,
        read_seconds=5,
        read_pages=False,
        inside_hosts=("checker:8080", "10.0.0.7:443", "[fd00::7]:8080"),
        demo=True,
    )


def test_every_setting_of_other_services_formats_has_its_variable() -> None:
    assert from_environment(
        {
            "REJOINDER_DROPIN": "1",
            "REJOINDER_DROPIN_OPEN": "1",
            "REJOINDER_DROPIN_KEYS": "keys.txt",
            "REJOINDER_DROPIN_FEEDBACK": "feedback.jsonl",
            "REJOINDER_DROPIN_CORAL_SECRETS": "empsec_a, empsec_b",
            "REJOINDER_DROPIN_PER_MINUTE": "60",
            "REJOINDER_DROPIN_STRICT_LANGUAGES": "0",
            "REJOINDER_DROPIN_FETCH": "1",
            "REJOINDER_DROPIN_FETCH_HOSTS": "paper.example, wire.example",
            "REJOINDER_DROPIN_URL": "https://judge.example",
            "REJOINDER_DROPIN_SCALE": "scale.json",
        }
    ) == Settings(
        dropin=DropinSettings(
            enabled=True,
            open=True,
            keys=Path("keys.txt"),
            feedback=Path("feedback.jsonl"),
            coral_secrets=("empsec_a", "empsec_b"),
            per_minute=60,
            strict_languages=False,
            fetch=True,
            fetch_hosts=("paper.example", "wire.example"),
            url="https://judge.example",
            scale="scale.json",
        )
    )


def test_no_variable_is_read_but_these_two_tests_name_it() -> None:
    source = Path(__file__).read_text(encoding="utf-8")
    names = variables()
    assert {"REJOINDER_DROPIN", "REJOINDER_DROPIN_FETCH_HOSTS"} < set(names)
    assert [name for name in names if f'"{name}"' not in source] == []


def test_a_switch_without_a_value_stays_as_it_was() -> None:
    switches = ("REJOINDER_DROPIN_STRICT_LANGUAGES", "REJOINDER_DROPIN_OPEN", "REJOINDER_DEMO")
    assert from_environment(dict.fromkeys(switches, "")) == Settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("REJOINDER_JUDGE_TIMEOUT", "soon"),
        ("REJOINDER_JUDGE_TIMEOUT", "nan"),
        ("REJOINDER_JUDGE_TIMEOUT", "inf"),
        ("REJOINDER_JUDGE_THREADS", "-1"),
        ("REJOINDER_JUDGE_QUEUE", ""),
        ("REJOINDER_POSTS_PER_MINUTE", "1e12"),
        ("REJOINDER_KEY_CALLS_PER_MINUTE", "-1"),
        ("REJOINDER_READ_SECONDS", "8s"),
        ("REJOINDER_TRUSTED_PROXIES", "10.0.0.1/8"),
        ("REJOINDER_TRUSTED_PROXIES", "proxy.example"),
        ("REJOINDER_DEMO", "perhaps"),
        ("REJOINDER_DROPIN_PER_MINUTE", "8.5"),
        ("REJOINDER_DROPIN_FETCH", "http://paper.example"),
        ("REJOINDER_DROPIN_FETCH", ","),
        ("REJOINDER_DROPIN_FETCH_HOSTS", "10.0.0.7"),
        ("REJOINDER_DROPIN_FETCH_HOSTS", ","),
    ],
)
def test_a_setting_that_cannot_be_is_named(name: str, value: str) -> None:
    with pytest.raises(Invalid, match=name):
        from_environment({name: value})


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("sqlite:///var/rejoinder.db", Path("var/rejoinder.db")),
        ("sqlite:////srv/rejoinder.db", Path("/srv/rejoinder.db")),
        ("postgresql://db/paper", None),
    ],
)
def test_where_an_embedded_store_lies(url: str, path: Path | None) -> None:
    assert sqlite_path(url) == path
