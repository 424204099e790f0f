"""At which addresses a site can be reached, and on which origins its own pages stand. Pure."""

from urllib.parse import urlsplit

from rejoinder.errors import Invalid, N_


def origin_of(raw: str) -> str:
    """A web origin as it is kept: a scheme, a host and a port.

    Raises:
        Invalid: it is none, or names a path.
    """
    check_address(raw)
    parts = urlsplit(raw)
    return f"{parts.scheme}://{parts.netloc.lower()}"


def check_address(base_url: str) -> None:
    """Lets an address go on at which a site can be reached.

    A site has a host to itself: its pages, cookies and letters all name paths from its root.

    Raises:
        Invalid: it is none, or names a path.
    """
    try:
        parts = urlsplit(base_url)
        known = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        known = False
    if not known or parts.username is not None or parts.query or parts.fragment:
        raise Invalid(N_("The address must be like https://paper.example."))
    if parts.path.strip("/"):
        raise Invalid(
            N_(
                "A site cannot stand below %(path)s: give it a host of its own, such as "
                "https://comments.paper.example."
            ),
            path=parts.path,
        )
