import subprocess
import sys

import pytest

from bridge.shell import processes
from bridge.shell.portowners import owner
from bridge.shell.processes import ardours


@pytest.mark.parametrize("name", ["ardour-7.3.0", "ArdourGUI", "Ardour8", "hardour-7.3.0"])
def test_an_ardour_is_known_by_its_name(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    for list_of in ("_proc", "_ps"):
        monkeypatch.setattr(processes, list_of, lambda: ["bash", name, "guard our"])
    assert ardours() == (name,)


def test_a_servant_that_outlives_it_is_no_ardour(monkeypatch: pytest.MonkeyPatch) -> None:
    for list_of in ("_proc", "_ps"):
        monkeypatch.setattr(processes, list_of, lambda: ["ardour-avahi", "ardour-vst-scanner"])
    assert ardours() == ()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no list there")
def test_this_machine_s_list_holds_this_test() -> None:
    names = processes._proc() if sys.platform == "linux" else processes._ps()
    assert len(names) > 1
    assert any("py" in name for name in names)


def test_a_system_without_ps_has_no_list(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object, **__: object) -> None:
        raise FileNotFoundError

    monkeypatch.setattr(subprocess, "run", missing)
    assert processes._ps() == []


def test_a_port_that_nobody_has_has_no_owner() -> None:
    assert owner(1) == ""
