"""The help pages: what each command does, with examples that are real command lines."""

import re
import shlex
from collections.abc import Mapping

import click
import pytest

from bridge.cli.calling import loaded
from bridge.cli.main import COMMANDS, overview, run
from bridge.cli.pages import Page
from bridge.shell.presets import preset_tables

Out = pytest.CaptureFixture[str]
PAGES: Mapping[str, click.Command] = {name: loaded(where) for name, (where, _) in COMMANDS.items()}
OURS = re.compile(r"\bstembridge (?:[^'|>&)]|'[^']*')+")
"""A command of ours inside a command line of a shell."""


@pytest.fixture
def at_80_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


def examples(name: str) -> tuple[tuple[str, str], ...]:
    page = PAGES[name]
    assert isinstance(page, Page), f"{name}: declare it with @click.command(cls=Page, examples=[…])"
    return page.examples


@pytest.mark.usefixtures("at_80_columns")
def test_a_page_ends_with_examples_and_exit_codes(capsys: Out) -> None:
    @click.command(
        cls=Page,
        examples=[("stembridge ring out-of-world", "rings"), ("stembridge ring --twice", "rings " + "again and " * 9)],
        exits={0: "it rang", 3: "the bell is owed"},
    )
    @click.argument("bell", help="Which.")
    @click.option("--twice", is_flag=True, help="Ring it again.")
    def ring() -> None:
        """Ring a bell, be it any that is known to the ear as in-world, out-of-world or no-mx."""

    with pytest.raises(SystemExit):
        ring.main(["--help"], prog_name="stembridge ring")
    assert capsys.readouterr().out == (
        "Usage: stembridge ring [OPTIONS] BELL\n"
        "\n"
        "  Ring a bell, be it any that is known to the ear as in-world, out-of-world or\n"
        "  no-mx.\n"
        "\n"
        "Positional arguments:\n"
        "  BELL  Which.\n"
        "\n"
        "Options:\n"
        "  --twice  Ring it again.\n"
        "  --help   Show this message and exit.\n"
        "\n"
        "Examples:\n"
        "  stembridge ring out-of-world\n"
        "      rings\n"
        "  stembridge ring --twice\n"
        "      rings again and again and again and again and again and again and again\n"
        "      and again and again and\n"
        "\n"
        "Exit codes:\n"
        "  0  it rang\n"
        "  3  the bell is owed\n"
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_it_does_with_one_to_four_examples(name: str) -> None:
    assert PAGES[name].help
    assert 1 <= len(examples(name)) <= 4
    assert all(
        f"stembridge {name}" in " ".join(line for line, _ in examples(name)) and what for _, what in examples(name)
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_every_argument_and_option_is_said_in_plain_words(name: str) -> None:
    shown = [param for param in PAGES[name].params if not getattr(param, "hidden", False)]
    assert [param.name for param in shown if not getattr(param, "help", None)] == []


@pytest.mark.parametrize("line", [line for name in COMMANDS for line, _ in examples(name)])
def test_an_example_is_a_line_that_the_commands_take(line: str) -> None:
    found = OURS.findall(line)
    assert found
    for command_line in found:
        _, *words = shlex.split(command_line)
        both = " ".join(words[:2])
        name = both if both in PAGES else words[0]
        words = words[len(name.split()) :]
        PAGES[name].make_context(name, words).close()


@pytest.mark.usefixtures("at_80_columns")
@pytest.mark.parametrize("name", COMMANDS)
def test_a_page_fits_80_columns_and_breaks_no_name(name: str, capsys: Out) -> None:
    assert run([*name.split(), "--help"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if len(line) > 80 or line.endswith("-") or "\u2011" in line] == []


def test_the_overview_fits_80_columns() -> None:
    assert [line for line in overview().splitlines() if len(line) > 80] == []


def test_the_page_of_preview_names_all_that_are_shipped() -> None:
    named = set(re.findall(r"[\w+-]+", PAGES["preview"].help or ""))
    assert {name for name, _ in preset_tables("previews")} - named == {"full"}
