"""Our script put into a test Ardour: an editor hook in `ui_scripts`, as Ardour 7 writes it.

Ardour keeps hooks as base64 of Lua that fills a table `s`; the factory may be plain source. `signals` is a string of
bits, the last one for the first of Ardour 7's signals (`gtk2_ardour/luasignal_syms.h`).
"""

import base64
import re
from pathlib import Path

import bridge
from bridge.shell.presets import presets_root

SCRIPT = presets_root(Path(bridge.__file__).parent) / "daws" / "ardour" / "stembridge.lua"
SIGNALS = {"SuccessfulGraphSort": 8, "RouteAdded": 33, "LuaTimerDS": 47}
"""The places of the signals that our script wants among the 49 of Ardour 7."""


def hook(source: str) -> str:
    """The element of a hook for `<ActionHooks>`."""
    wanted = re.findall(r"^-- signals: (.+)$", source, re.MULTILINE)[0].split()
    bits = sum(1 << SIGNALS[name] for name in wanted)
    factory = f"local _p = ...\nlocal ardour = function () end\n{source}\nreturn factory (_p or {{}})\n"
    filled = "".join(
        f's["{key}"] = [===[\n{text}]===] ' for key, text in (("n", "Stembridge"), ("s", source), ("f", factory))
    )
    packed = base64.b64encode(f's = {{}} {filled} s["a"] = {{}} '.encode()).decode()
    return f'<LuaCallback lua="Lua 5.3" id="900001" name="Stembridge" signals="{bits:049b}">{packed}</LuaCallback>'
