"""Opening a file that somebody sent: packed or not, in any encoding, and no bomb."""

import codecs
import gzip
import io
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from rejoinder.errors import Invalid, N_

CHUNK = 1 << 16
# Comments pack to a tenth; what unpacks to two hundred times its size says nothing.
_MOST_UNPACKED = 200
# Below that nobody need count.
_UNPACKED_FREE = 64 << 20
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
# What no store keeps and no XML may hold.
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

_CONTROLS = bytes({*range(0x20)} - {*b"\t\n\r"})


class Source(io.RawIOBase):
    """A file's bytes, unpacked; knows how far on the disk it has come."""

    def __init__(self, path: Path) -> None:
        """Raises Invalid where it cannot be read."""
        super().__init__()
        self.path = path
        try:
            self._file = path.open("rb")
            packed = self._file.peek(2)[:2] == b"\x1f\x8b"
            self.size = path.stat().st_size
        except OSError as problem:
            raise Invalid(
                N_("%(path)s cannot be read: %(problem)s."), path=path, problem=problem.strerror
            ) from None
        if self._file.peek(4)[:4] == b"PK\x03\x04":
            self._file.close()
            raise Invalid(N_("%(path)s is a ZIP archive: please unpack it first."), path=path)
        # Its own buffer would read ahead, and by it nobody knows how far it has come.
        self._stream = cast("BinaryIO", gzip.GzipFile(fileobj=self._file)) if packed else self._file
        self._packed = packed
        self._unpacked = 0
        self.damage = ""
        """What is wrong with the packed file, in a sentence; empty as long as nothing is."""

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fills the buffer; a damaged packed file ends where it is damaged."""
        try:
            data = self._stream.read(len(buffer))
        except (EOFError, OSError, zlib.error):
            self.damage = N_("The packed file is damaged or ends too early.")
            return 0
        self._unpacked += len(data)
        if self._packed and self._unpacked > _UNPACKED_FREE + _MOST_UNPACKED * self.position:
            raise Invalid(N_("The file unpacks to far more than its size: that is no backup."))
        buffer[: len(data)] = data
        return len(data)

    @property
    def position(self) -> int:
        """Bytes read of the file as it lies on the disk."""
        return self._file.tell()

    def close(self) -> None:
        """Closes the file too."""
        if not self.closed:
            self._stream.close()
            self._file.close()
        super().close()


class Files:
    """The file or folder that is imported, and how much of it has been read."""

    def __init__(self, path: Path) -> None:
        """Raises Invalid where there is none."""
        self.path = path
        if not path.exists():
            raise Invalid(N_("There is no file %(path)s."), path=path)
        self._opened: list[Source] = []

    def open(self, path: Path | None = None) -> Source:
        """A file of the folder, or the one file. Raises Invalid where it cannot be read."""
        source = Source(path or self.path)
        self._opened.append(source)
        return source

    def begins(self, size: int, path: Path | None = None, *, unpacked: bool = True) -> bytes:
        """The first bytes of a file. Raises Invalid where it cannot be read."""
        path = path or self.path
        with Source(path) as source:
            if unpacked:
                return source.read(size) or b""
        with path.open("rb") as file:
            return file.read(size)

    def first_character(self, path: Path) -> str:
        """The first of a file that is no space; empty where there is none at its beginning.

        Raises Invalid where it cannot be read.
        """
        with Source(path) as source:
            return next(decoded(source), "").lstrip()[:1]

    def find(self, name: str) -> Path | None:
        """The file `name` of the folder, packed or not, whatever its ending; None if missing."""
        if not self.path.is_dir():
            return None
        for each in sorted(self.path.iterdir()):
            if each.name.partition(".")[0].lower() == name and each.is_file():
                return each
        return None

    @property
    def progress(self) -> tuple[int, int]:
        """Bytes read, of all that there are as they lie on the disk."""
        read = sum(each.position for each in self._opened if not each.closed)
        return read, sum(each.size for each in self._opened)

    def close(self) -> None:
        """Closes every file."""
        for each in self._opened:
            each.close()


def decoded(source: BinaryIO | Source) -> Iterator[str]:
    """The text of a file, a piece at a time; what is no text in its encoding becomes U+FFFD.

    A byte-order mark says which encoding, else an XML declaration, else it is UTF-8.
    """
    first = source.read(CHUNK) or b""
    encoding, skip = _encoding_of(first)
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    chunk = first[skip:]
    while chunk:
        text = decoder.decode(chunk)
        is_clean = encoding == "utf-8" and _is_clean(chunk, text)
        yield text if is_clean else _UNWANTED.sub("\ufffd", text)
        chunk = source.read(CHUNK) or b""
    last = decoder.decode(b"", final=True)
    if last:
        yield _UNWANTED.sub("\ufffd", last)


def _is_clean(chunk: bytes, text: str) -> bool:
    """Whether nothing unwanted is in UTF-8; that decodes to no halves of characters."""
    if len(chunk.translate(None, _CONTROLS)) < len(chunk):
        return False
    return "\ufffe" not in text and "\uffff" not in text


def _encoding_of(beginning: bytes) -> tuple[str, int]:
    for mark, name in _BOMS:
        if beginning.startswith(mark):
            return name, len(mark)
    declared = _DECLARED.match(beginning.lstrip()[:300])
    if declared is None:
        return "utf-8", 0
    try:
        name = codecs.lookup(declared[1].decode("ascii")).name
    except LookupError:
        return "utf-8", 0
    # A declaration that can be read byte by byte is not in UTF-16, whatever it says.
    return ("utf-8", 0) if name.startswith(("utf-16", "utf-32")) else (name, 0)
