"""The README's reference is what the commands say of themselves."""

from pathlib import Path

import pytest

from bridge.cli.main import COMMANDS
from tests import reference


def test_the_readme_is_up_to_date() -> None:
    found = reference.difference()
    assert not found, f"python -m tests.reference writes it anew:\n{found}"


def test_every_command_has_its_page() -> None:
    text = reference.reference()
    assert [name for name in COMMANDS if f"\n### stembridge {name}\n" not in text] == []
    assert all(len(line) <= reference.WIDTH for line in text.splitlines())


def test_it_does_not_depend_on_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    wide = reference.reference()
    monkeypatch.setenv("COLUMNS", "41")
    assert reference.reference() == wide


def test_only_what_lies_between_the_marks_is_rewritten() -> None:
    readme = f"before\n{reference.FIRST}\nold\n{reference.LAST}\nafter\n"
    assert reference.updated(readme) == f"before\n{reference.reference()}\nafter\n"
    with pytest.raises(SystemExit, match="two marks"):
        reference.updated("no marks")


def test_a_check_fails_with_the_difference_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    readme = tmp_path / "README.md"
    readme.write_text(old := f"{reference.FIRST}\nold words\n{reference.LAST}\n")
    monkeypatch.setattr(reference, "README", readme)
    assert reference.main(["--check"]) == 1
    told = capsys.readouterr().out
    assert "-old words\n" in told
    assert "+### stembridge preview\n" in told
    assert readme.read_text() == old
    assert reference.main([]) == 0
    assert reference.main(["--check"]) == 0
