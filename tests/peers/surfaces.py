"""How many OSC surfaces a real Ardour keeps: it prints their list on a channel of its log that headless nobody reads.

Ardour never forgets a surface until its session closes, so a bridge that came back on other ports would leave one
behind each time. `gdb` stops Ardour for a moment where it hands the text to its log (`Transmitter::deliver`).
"""

import re
import shutil
import subprocess

from tests.peers.rig import RealArdour

TEXT = "x/s *(char**)($rdi+56)"
"""The text of a `std::stringstream` whose address is the first argument (x86-64)."""
SAID = re.compile(r"List of known Surfaces \((\d+)\)")


def surfaces(ardour: RealArdour) -> int | None:
    """The number of surfaces that it knows now; None where there is no gdb. Nobody else may talk to it meanwhile."""
    if shutil.which("gdb") is None:
        return None
    signals = "handle SIGPIPE SIGUSR1 SIGUSR2 nostop noprint pass"
    deeds = (signals, "tbreak Transmitter::deliver", "echo waiting\\n", "continue", TEXT, "detach")
    argv = ["gdb", "-p", str(ardour.pid), "-batch", *(word for deed in deeds for word in ("-ex", deed))]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as gdb:
        assert gdb.stdout is not None
        for line in gdb.stdout:
            if line.startswith("waiting"):
                break
        with ardour.client() as say:
            say("/surface/list")  # lies in Ardour's socket until it runs again
            told, _ = gdb.communicate(timeout=20)
    found = SAID.search(told)
    assert found is not None, told[-2000:]
    return int(found[1])
