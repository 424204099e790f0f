"""What an address of the internet says of who stands behind it."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

# What a provider gives to one customer, who may use any of the addresses in it (RFC 6177).
IPV6_CUSTOMER_BITS = 64
# What some give to whoever asks: a house, or the end of a free tunnel (RFC 6177 too).
IPV6_SITE_BITS = 48
# Longer than any address with its port; some proxies and sockets have names instead.
LONGEST_ADDRESS = 64


def without_port(hop: str) -> str:
    """An address as X-Forwarded-For holds it, in one form; anything else as it stands, cut short.

    Some proxies write the port too, which says nothing of who sends: `192.0.2.7:4711` and
    `[2001:db8::7]:4711` are `192.0.2.7` and `2001:db8::7`. An IPv4 address written as IPv6 is IPv4.
    """
    bare = hop.strip()[:LONGEST_ADDRESS]
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    parsed = _parsed(bare)
    return bare if parsed is None else str(parsed)


def network_of(address: str) -> str:
    """What is the same for all addresses that one sender can choose from.

    Of IPv6 that is the /64; an IPv4 address, and what is no address at all, stands for itself.
    """
    return _within(address, IPV6_CUSTOMER_BITS)


def wide_network_of(address: str) -> str:
    """The same for all networks that one sender may have without paying for more: of IPv6 a /48."""
    return _within(address, IPV6_SITE_BITS)


def packed_network_of(address: str) -> bytes:
    """The same in as few bytes: four of IPv4, eight of IPv6, or the text of what is neither."""
    parsed = _parsed(address)
    if parsed is None:
        return address.encode("utf-8", "surrogatepass")
    return parsed.packed[: IPV6_CUSTOMER_BITS // 8]


def _within(address: str, bits: int) -> str:
    parsed = _parsed(address)
    if isinstance(parsed, IPv6Address):
        return str(ip_network((parsed, bits), strict=False))
    return address if parsed is None else str(parsed)


def _parsed(address: str) -> IPv4Address | IPv6Address | None:
    try:
        # A zone, as in fe80::1%eth0, is any text that the sender likes.
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return None
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is not None:
        return parsed.ipv4_mapped
    return parsed
