"""Writes the API's document to docs/api; `--check` only says whether it is current.

Run as `python -m tools.openapi`; a test holds the document to it.
"""

import json
import shutil
import sys
from pathlib import Path
from tempfile import mkdtemp

from litestar.serialization import encode_json

from rejoinder.app import create_app
from rejoinder.settings import DropinSettings, Settings

DOCUMENT = Path(__file__).parent.parent / "docs" / "api" / "openapi.json"


def document() -> str:
    """The document as the application makes it, fit for reading and for comparing."""
    folder = mkdtemp()
    try:
        # With the formats of other services: our own call is among them.
        app = create_app(
            Settings(
                database_url=f"sqlite:///{folder}/empty.db", dropin=DropinSettings(enabled=True)
            )
        )
        schema = json.loads(encode_json(app.openapi_schema.to_schema()))
        app.state.app_state.judge_pool.close()
        app.state.app_state.database.close()
    finally:
        shutil.rmtree(folder)
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def main() -> int:
    """Writes the document, or with `--check` compares it; returns the exit status."""
    made = document()
    if "--check" not in sys.argv[1:]:
        DOCUMENT.parent.mkdir(parents=True, exist_ok=True)
        DOCUMENT.write_text(made, encoding="utf-8")
        return 0
    if DOCUMENT.is_file() and DOCUMENT.read_text(encoding="utf-8") == made:
        return 0
    sys.stderr.write("docs/api/openapi.json is out of date: run python -m tools.openapi.\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
