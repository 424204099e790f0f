"""Where a form may lead back to: a path of this site, and nowhere else."""

LONGEST_PATH = 500


def local_path(path: str) -> str:
    """A path of this site to return to; anything that could lead elsewhere becomes the front."""
    safe = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if safe and len(path) <= LONGEST_PATH else "/"
