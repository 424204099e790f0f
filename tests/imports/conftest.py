"""What tests of imports share."""

from datetime import datetime
from pathlib import Path

import pytest

from rejoinder.sites.actions import create_site
from rejoinder.sites.model import NewSite
from rejoinder.storage import Database
from tests.support.import_files import Importer


@pytest.fixture
def importer(database: Database, tmp_path: Path, now: datetime) -> Importer:
    with database.writing() as connection:
        site = create_site(
            connection,
            NewSite(key="paper", name="The Paper", origins=("https://paper.example",)),
            now=now,
        )
    return Importer(database, site, tmp_path, now)
