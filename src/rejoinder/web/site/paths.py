"""Where a form may lead back to: a path of this site, and nowhere else."""

LONGEST_PATH = 500
# Where a page of another origin has its readers sign in.
POP_UP = "/sign-in/pop-up"


def local_path(path: str) -> str:
    """A path of this site to return to; anything that could lead elsewhere becomes the front."""
    safe = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if safe and len(path) <= LONGEST_PATH else "/"


def in_pop_up(path: str) -> bool:
    """Whether what leads back there stands in a window that a page of another origin opened."""
    return path.partition("?")[0] == POP_UP
