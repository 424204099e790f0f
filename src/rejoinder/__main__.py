"""`python -m rejoinder` is `rejoinder`."""

from rejoinder.cli import main

if __name__ == "__main__":
    main()
