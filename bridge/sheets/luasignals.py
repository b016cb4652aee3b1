"""The signals that a Lua hook of Ardour's can ask for, and the string of bits by which it does.

The numbers are not the same in all versions: the hook itself is told by name which signal it was.
"""

from collections.abc import Sequence

SIGNALS = (
    "ConfigChanged",
    "EngineRunning",
    "EngineStopped",
    "EngineHalted",
    "EngineDeviceListChanged",
    "BufferSizeChanged",
    "SampleRateChanged",
    "FeedbackDetected",
    "SuccessfulGraphSort",
    "StartTimeChanged",
    "EndTimeChanged",
    "Exported",
    "Change",
    "SessionConfigChanged",
    "TransportStateChange",
    "DirtyChanged",
    "StateSaved",
    "Xrun",
    "TransportLooped",
    "SoloActive",
    "SoloChanged",
    "IsolatedChanged",
    "MonitorChanged",
    "RecordStateChanged",
    "RecordArmStateChanged",
    "AudioLoopLocationChanged",
    "AudioPunchLocationChanged",
    "LocationsModified",
    "AuditionActive",
    "BundleAddedOrRemoved",
    "PositionChanged",
    "Located",
    "RoutesReconnected",
    "RouteAdded",
    "RouteGroupPropertyChanged",
    "RouteAddedToRouteGroup",
    "RouteRemovedFromRouteGroup",
    "StepEditStatusChange",
    "RouteGroupAdded",
    "RouteGroupRemoved",
    "RouteGroupsReordered",
    "PluginListChanged",
    "PluginStatusChanged",
    "DiskOverrun",
    "DiskUnderrun",
    "RegionsPropertyChanged",
    "LuaTimerS",
    "LuaTimerDS",
)
"""The signals that all of them have, in the order of Ardour 7.0 to 9.7 (luasignal_syms.h); the first has number 0."""
INSERTED, MORE = 7, 2
"""Ardour 9.8 has two more signals before the one of this number. One folder of settings serves 9.0 to 9.8."""


def bits(names: Sequence[str], major: int) -> str:
    """These signals, at least one of `SIGNALS`, as that Ardour's string of bits: the first signal is the last of it.

    A string may be shorter than Ardour's own, never longer: of a longer one it takes the first bits, which are others.
    For Ardour 9 it asks for what the names are called in both orders; the hook is told which signal it was.
    """
    places = [SIGNALS.index(name) for name in names]
    wanted = {*places, *(place + MORE for place in places if major >= 9 and place >= INSERTED)}
    return "".join("1" if place in wanted else "0" for place in reversed(range(1 + max(wanted))))
