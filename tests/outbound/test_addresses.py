"""Which addresses may be gone to: those of the internet, and none of the operator's network."""

import pytest

from rejoinder.errors import Invalid
from rejoinder.outbound.addresses import OutboundError, checked_url, is_public
from rejoinder.settings import from_environment


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("http://paper.example/bridge", "paper.example"),
        ("https://www.paper.example:443/a?b=c#d", "www.paper.example"),
        ("http://paper.example:80", "paper.example"),
        ("HTTPS://PAPER.EXAMPLE./", "PAPER.EXAMPLE."),
        ("https://bücher.example/straße", "xn--bcher-kva.example"),
    ],
)
def test_an_article_stands_at_a_name(url: str, host: str) -> None:
    found = checked_url(url)
    assert found.raw_host.decode().lower() == host.lower()
    assert not found.fragment


@pytest.mark.parametrize(
    "url",
    [
        "",
        "paper.example/bridge",
        "//paper.example/bridge",
        "file:///etc/passwd",
        "file://paper.example/etc/passwd",
        "ftp://paper.example/",
        "gopher://paper.example/",
        "javascript:alert(1)",
        "http://paper.example:22/",
        "http://paper.example:8080/",
        "http://paper.example:0/",
        "http://paper.example:99999/",
        "http://paper.example:x/",
        "http://user@paper.example/",
        "http://user:word@paper.example/",
        "http://paper.example\\@inside.example/",
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.0.0.1/",
        "http://0177.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.7/",
        "http://93.184.216.34/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[fe80::1%25eth0]/",
        "http://１２７.０.０.１/",
        "http://localhost/",
        "http://metadata/",
        "http:///bridge",
        "http://.example/",
        "http://paper..example/",
        "http://127.0.0.1%2f.paper.example/",
        "http://paper.example%00.inside.example/",
        "http://paper.example /",
        "http://paper.example/\r\nHost: inside.example",
        "http://" + "a" * 64 + ".example/",
        "http://" + "a." * 130 + "example/",
        "http://paper.example/" + "a" * 2000,
        "http://[",
        "\x00",
        "\ud800",
    ],
)
def test_nothing_else_is_gone_to(url: str) -> None:
    with pytest.raises(OutboundError) as told:
        checked_url(url)
    assert "paper" not in str(told.value)


def test_where_hosts_are_named_no_other_is_asked() -> None:
    hosts = ("paper.example",)
    for one in ("paper.example", "www.paper.example"):
        assert checked_url(f"https://{one}/", hosts).host == one
    for other in ("newspaper.example", "paper.example.inside.example", "inside.example"):
        with pytest.raises(OutboundError):
            checked_url(f"https://{other}/", hosts)


def test_the_operator_may_name_machines_inside_each_with_its_port() -> None:
    inside = ("checker:8080", "10.0.0.7:443", "[fd00::7]:80")
    for url in ("http://checker:8080/a", "https://10.0.0.7/", "http://[fd00::7]/"):
        assert str(checked_url(url, inside=inside)) == url
    for url in (
        *("http://checker/", "http://checker:8081/", "http://10.0.0.7/", "http://10.0.0.8:443/"),
        *("http://a@checker:8080/", "file://checker:8080/", "http://checker:0/", "http://[::7]/"),
    ):
        with pytest.raises(OutboundError):
            checked_url(url, inside=inside)


@pytest.mark.parametrize(
    "told",
    [
        *("checker", "10.0.0.0/8", "http://checker:80", "checker:", ":80", "*:80", "a:b", "A:80"),
        *("checker:8080,", "[fd00::7]", "fd00::7:80"),
    ],
)
def test_a_machine_inside_is_named_with_its_port_or_nothing_starts(told: str) -> None:
    with pytest.raises(Invalid) as refused:
        from_environment({"REJOINDER_INSIDE_HOSTS": told})
    assert "REJOINDER_INSIDE_HOSTS" in str(refused.value)


@pytest.mark.parametrize(
    "address",
    [
        *("93.184.216.34", "8.8.8.8", "2606:4700::6810:84e5", "2a00:1450:4001:80b::200e"),
        *("::ffff:93.184.216.34", "64:ff9b::5db8:d822"),
    ],
)
def test_anybodys_machine_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.9.9.9", "0.0.0.0", "10.0.0.7", "172.16.0.1", "192.168.1.1"),
        *("169.254.169.254", "100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1"),
        *("255.255.255.255", "::", "::1", "::127.0.0.1", "fe80::1", "fe80::1%eth0", "fc00::1"),
        *("fd00:ec2::254", "fec0::1", "ff02::1", "2001:db8::1", "2002:7f00:1::", "2001:0:1::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.7", "::ffff:a9fe:a9fe", "64:ff9b::7f00:1"),
        *("64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "", "paper.example", "0x7f.1", "127.1"),
    ],
)
def test_the_operators_own_machines_are_not(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    ("told", "fetch", "hosts"),
    [
        ({}, False, ()),
        ({"REJOINDER_DROPIN_FETCH": ""}, False, ()),
        ({"REJOINDER_DROPIN_FETCH": "0"}, False, ()),
        ({"REJOINDER_DROPIN_FETCH": "1"}, True, ()),
        ({"REJOINDER_DROPIN_FETCH": "a.example, b.example"}, True, ("a.example", "b.example")),
    ],
)
def test_nothing_is_fetched_unless_the_operator_says_so(
    told: dict[str, str], fetch: bool, hosts: tuple[str, ...]
) -> None:
    settings = from_environment(told)
    assert (settings.dropin.fetch, settings.dropin.fetch_hosts) == (fetch, hosts)


@pytest.mark.parametrize(
    "told", ["yes", "true", "127.0.0.1", "localhost", "http://a.example", "a.example:80", "*", "1,"]
)
def test_a_setting_that_is_no_host_is_told_at_the_start(told: str) -> None:
    with pytest.raises(Invalid) as refused:
        from_environment({"REJOINDER_DROPIN_FETCH": told})
    assert "REJOINDER_DROPIN_FETCH" in str(refused.value)
