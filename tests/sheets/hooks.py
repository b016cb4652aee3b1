"""Hooks in Lua and files of them, as Ardour and as its users write them."""

import base64

HOOK = """ardour {
\t["type"] = "EditorHook",
\tname = "Stembridge",
}
-- version: 1
-- signals: LuaTimerDS SuccessfulGraphSort
function signals () return LuaSignal.Set ():add ({ [LuaSignal.LuaTimerDS] = true }) end
function factory () return function (signal) print ("a \\\\ \\"b\\" é") end end
"""
"""The least that is a hook of ours."""
OURS_BY_ARDOUR = 's = {} s["f"] = "\x1bLua" s["s"] = "%s" s["n"] = "Stembridge" s["a"] = {}  '

WANTED = "001" + "0" * 38 + "1" + "0" * 8
"""The signals of `HOOK` at the length that Ardour 8 writes."""


def quoted(text: str) -> str:
    """As Lua's `%q` writes it, without the quotes."""
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\\n").replace("\t", "\\9")


def callback(lua: str, name: str = "mine", id_: object = 5, signals: str = "100") -> str:
    packed = base64.b64encode(lua.encode()).decode()
    return f'<LuaCallback lua="Lua 5.3" id="{id_}" name="{name}" signals="{signals}">{packed}</LuaCallback>'


def saved(*hooks: str, action: str = "c2NyaXB0cyA9IHt9IA==") -> str:
    """A file as Ardour writes it."""
    listed = "".join(f"    {hook}\n" for hook in hooks)
    inner = f"<ActionHooks>\n{listed}  </ActionHooks>" if hooks else "<ActionHooks/>"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<UIScripts>\n'
        f'  <ActionScript lua="Lua 5.3">{action}</ActionScript>\n  {inner}\n</UIScripts>\n'
    )


def by_ardour(source: str = HOOK, name: str = "Stembridge", signals: str = WANTED) -> str:
    """Our hook as Ardour writes it: with byte code, its table in another order, the bits at its own length."""
    return callback(OURS_BY_ARDOUR % quoted(source), name, 77, signals)
