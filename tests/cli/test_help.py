"""The page that names all commands."""

import click
import pytest
from click.testing import CliRunner

from rejoinder import cli


def test_it_imports_no_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "import_module", None)
    page = CliRunner().invoke(cli.commands, ["--help"])
    assert page.exit_code == 0
    assert "  serve                Serve the site, its API and its desk.\n" in page.output
    assert all(f"  {name} " in page.output for name in cli.COMMANDS)


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_it_says_of_each_what_its_own_page_begins_with(name: str) -> None:
    command = cli.commands.get_command(click.Context(cli.commands), name)
    assert command is not None
    told = click.Command(name, help=cli.COMMANDS[name])
    assert told.get_short_help_str(200) == command.get_short_help_str(200)
