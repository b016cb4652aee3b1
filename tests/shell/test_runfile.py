import stat
import sys
from pathlib import Path

import pytest

from bridge.shell import runfile
from bridge.shell.runfile import RunFile

RUN = RunFile(12, 5000, "secret", "/films/one", "watch")


def test_what_is_written_is_read(tmp_path: Path) -> None:
    runfile.write(tmp_path, RUN)
    assert runfile.read(tmp_path) == RUN
    assert [path.name for path in tmp_path.iterdir()] == ["run.json"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no mode bits; the folder is the user's own there")
def test_only_its_owner_may_read_the_token(tmp_path: Path) -> None:
    runfile.write(tmp_path, RUN)
    assert stat.S_IMODE((tmp_path / "run.json").stat().st_mode) == 0o600


def test_only_its_own_process_takes_it_away(tmp_path: Path) -> None:
    runfile.write(tmp_path, RUN)
    runfile.remove(tmp_path, 13)
    assert runfile.read(tmp_path) == RUN
    runfile.remove(tmp_path, 12)
    assert runfile.read(tmp_path) is None


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"pid": 1}', "[" * 100_000, '{"pid": "1", "port": 2}', "\xff"])
def test_what_is_no_run_file_counts_as_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "run.json").write_text(text, "latin-1")
    assert runfile.read(tmp_path) is None
