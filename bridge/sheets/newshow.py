"""The file of a new show: a commented show.toml."""

from collections.abc import Sequence

from bridge.model.desk import Kind, Strip
from bridge.model.show import GENERIC, MidiPort, Rig, Show
from bridge.model.timecode import RATES
from bridge.sheets.tomlfile import toml_text

_SHOWFILE = """\
# What Stembridge knows of this film. The file is yours: Stembridge wrote it once and only reads it from now on.
# Changes are picked up while it runs. `stembridge check` shows what is wrong here, with the line.

title = {title}

# What the bridge may send when it starts; `stembridge mode NAME` changes it while it runs.
#   watch    nothing but questions
#   preview  also mutes for previews, which it gives back, and routes when you order it
#   keep     also routes by itself, back to where they belong
mode = {mode}

# The session's timecode rate, in quotation marks: {rates}
rate = {rate}

# Buses that have sound of their own (live inputs), in the session's own spelling. Previews mute tracks, never buses;
# only a bus that stands here, without # in front, is muted like a track. A reverb return does not belong here.
content_buses = [{buses}]

{rig}
# The DAW's clocks over MIDI; beside Ardour they are a second opinion, a generic DAW is followed by them alone.
#   order      the clocks that are followed, the one to believe first in front
#   freewheel  seconds for which the position runs on where timecode breaks off
#   delays     milliseconds by which a clock comes late (early: negative), if you have measured them
# Each port stands under a [[midi.ports]] of its own; `stembridge doctor midi` lists them with what comes in.
#   name     the beginning of the port's name
#   clocks   what is taken from it: mtc (timecode), mmc (machine control), midi clock, and mcu or hui: the time display
#            of a Mackie Control or HUI that the DAW takes us for. Else mtc, mmc, midi clock; each from one port only
#   answers  for mcu and hui: the port on which the DAW is answered; else the port of the same name
#   virtual  true: a port that Stembridge makes under that name, for the DAW to send to (not on Windows)
#
# [midi]
# order = ["osc", "mtc", "mmc", "hui", "mcu", "midi clock"]
# freewheel = 0.0
# delays = {{ }}
#
# [[midi.ports]]
# name = "IAC Driver Bus 1"
# clocks = ["mtc", "mmc"]
{midi}
# How previews decide what nobody has decided; each line holds the default.
#   unset_music  music without a level counts there: out, in, both, neither
#   mind         what only one character's mind hears counts there: out, in, both, neither
#   crossing     while music crosses: inclusive (both sides), midpoint, origin (at once on the side it goes to)
#   me           the M&E profile: vocals-optional (songs sung on camera are optional), music-whole
#
# [policies]
# unset_music = "out"
# mind = "out"
# crossing = "inclusive"
# me = "vocals-optional"

# The console's key for a preview, by the preview's name: one character (D is not d), or f2 to f12. What stands here
# goes before the keys that come with the previews; the console's own keys (? / q k l a z y w) can't be given away.
#
# [keys]
# in-world = "1"
# me = "f5"

# The stems' buses, where their names do not tell what they are for, or several could be meant. `stembridge route` shows
# what was found. A film on several rigs may name the buses of all: those that are not in a session are another rig's.
#   name   the bus as the DAW spells it
#   stem   DX, FX or MX; or what it is for within the stem: FX/foley, FX/bg, MX/source, DX/adr
#
# [[buses]]
# name = "Dialogue Sum"
# stem = "DX"
#
# [[buses]]
# name = "Foley"
# stem = "FX/foley"

# Rules of this show's own, the first that fits counts: tracks whose name, folder or bus matches the pattern
# (* any text, ? one character, any case) are this stem. tracks.csv decides single tracks and wins over rules.
#   stem   DX, FX or MX, or finer: MX/source, FX/foley, DX/adr
#   role   content if nothing else is said; bus, print, mix, guide, return, tone, ref, exempt (never touched)
#   flags  temp, alt, intl, inactive; a track flagged alt or inactive is heard in no preview
#
# [[stems]]
# pattern = "Jukebox*"
# stem = "MX/source"
#
# [[stems]]
# pattern = "*old mix*"
# role = "guide"
"""

_ARDOUR = """\
# The DAW. Ardour takes the first free port from `port` on. `local_port` is the first of five that we answer on.
# The session's file tells what OSC hides: timecode, markers, regions, routes. It is found in Ardour's list of recent
# sessions; if it is not, name it here, or the folder that it lies in, from this folder on or in full:
# session_file = "../sessions/reel1/reel1.ardour"
[rig]
daw = {daw}
port = {port}
local_port = {local_port}
{session_file}"""

_GENERIC = """\
# The DAW: any that sends a clock over MIDI (Pro Tools, Nuendo, Logic, …). Cues are flagged and counted down; tracks,
# previews and orders need a DAW that the bridge can talk to. Its ports stand under [[midi.ports]] below.
[rig]
daw = {daw}
"""


def new_showfile(show: Show, strips: Sequence[Strip]) -> str:
    """The text of show.toml for a show that begins: its title, mode, rate and rig; the buses among these strips."""
    buses = [f"\n    # {toml_text(strip.name)}," for strip in strips if strip.kind in {Kind.BUS, Kind.MIDI_BUS}]
    return _SHOWFILE.format(
        title=toml_text(show.title),
        mode=toml_text(show.mode),
        rate=toml_text(show.rate),
        rates=", ".join(RATES),
        buses="".join(buses) + ("\n" if buses else ""),
        rig=_rig(show.rig),
        midi="".join(map(_port, show.rig.midi)),
    )


def _rig(rig: Rig) -> str:
    return (_GENERIC if rig.daw == GENERIC else _ARDOUR).format(
        daw=toml_text(rig.daw),
        port=rig.port,
        local_port=rig.local_port,
        session_file=f"session_file = {toml_text(rig.session_file)}\n" if rig.session_file else "",
    )


def _port(port: MidiPort) -> str:
    lines = [f"name = {toml_text(port.name)}", f"clocks = [{', '.join(map(toml_text, port.clocks))}]"]
    lines += [f"answers = {toml_text(port.answers)}"] if port.answers else []
    lines += ["virtual = true"] if port.virtual else []
    return "\n".join(("", "[[midi.ports]]", *lines, ""))
