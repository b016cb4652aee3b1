"""An Ardour session file (`NAME.ardour`) as a `SavedSession`.

Read are the files of Ardour 7 to 9 (format 7001 to 7003) and of Ardour 6 (format 6000, times in samples).
Sources: `get_state` of Ardour's Session, Route, Delivery, Location and Region; checked against Ardour 7.3's own Lua.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bridge.model.errors import BadSession
from bridge.model.session import Marker, Range, Region, SavedSession, SavedTrack, Send
from bridge.model.text import quoted
from bridge.sheets.ardourgraph import PORTS, PROCESSOR, YES, flags, graph, kind, on, ports, sends
from bridge.sheets.ardourtime import SUPERCLOCKS, Tempo, Times, tempo
from bridge.sheets.ardourxml import RIGHT_FILE, Element, Shape, sieved

OLDEST, NEWEST = 6000, 7999
"""Formats that are read: Ardour itself opens whatever begins with the same thousand, or an older one."""

FORMATS = {
    "timecode_23976": "23.976",
    "timecode_24": "24",
    "timecode_25": "25",
    "timecode_2997": "29.97",
    "timecode_2997drop": "29.97df",
    "timecode_30": "30",
    "timecode_5994": "59.94",
    "timecode_60": "60",
}
"""Ardour's words for the rates that we know; it also has 24.976 and a drop-frame of 30, which nobody delivers."""

_ROUTE = Shape(
    ("id", "name", "active", "route-group", "audio-playlist", "midi-playlist"),
    {
        "PresentationInfo": Shape(("flags", "order")),
        "IO": Shape(("direction",), PORTS),
        "Processor": PROCESSOR,
        "Slavable": Shape((), {"Master": Shape(("number",))}),
        "Automation": Shape((), {"AutomationList": Shape(("automation-id", "state"))}),
        "Comment": Shape(text=True),
    },
)
_TEMPO = Shape(("npm", "enpm", "note-type", "sclock", "quarters", "omega"))
_TEMPO_MAP = {
    "Tempos": Shape((), {"Tempo": _TEMPO}),
    "MusicTimes": Shape((), {"MusicTime": Shape(("sclock", "quarters"), {"Tempo": _TEMPO})}),
}
_REGION = Shape(("id", "name", "length", "position", "muted"))
_SESSION = Shape(
    ("version", "name", "sample-rate"),
    {
        "ProgramVersion": Shape(("modified-with",)),
        "Config": Shape((), {"Option": Shape(("name", "value"))}),
        "Locations": Shape((), {"Location": Shape(("id", "name", "start", "end", "flags"))}),
        "Routes": Shape((), {"Route": _ROUTE}),
        "VCAManager": Shape((), {"VCA": Shape(("name", "number"))}),
        "Playlists": Shape((), {"Playlist": Shape(("id",), {"Region": _REGION})}),
        "TempoMap": Shape(("superclocks-per-second",), _TEMPO_MAP),
    },
)
_NOT_A_CUE = frozenset({"IsAutoLoop", "IsAutoPunch", "IsXrun", "IsCueMarker", "IsSkip", "IsClockOrigin"})
"""Flags of what the program itself put on the timeline, and of marks that launch clips."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the file lies: its folder and its path as text, its own name without `.ardour`, its time (unix seconds)."""

    folder: str
    file: str
    snapshot: str
    saved_at: float


def read_ardour(pieces: Iterable[bytes], place: Place) -> SavedSession:
    """The session in these bytes, which come in pieces of any size. Raises `BadSession`, and nothing else."""
    root = sieved(f"{place.snapshot}.ardour", pieces, "Session", _SESSION)
    rate = _checked(root, place)
    left: Counter[str] = Counter()
    times = _times(root, rate)
    options = {option.get("name"): option.get("value") for option in root.all("Config", "Option")}
    locations = [(one, frozenset(one.get("flags").split(","))) for one in root.all("Locations", "Location")]
    limits = next(_ranges([one for one, flags in locations if "IsSessionRange" in flags], times, left), None)
    markers = [one for one, flags in locations if "IsMark" in flags and not flags & _NOT_A_CUE]
    ranges = [one for one, flags in locations if "IsRangeMarker" in flags and not flags & _NOT_A_CUE]
    routes = sorted(root.all("Routes", "Route"), key=lambda one: _whole(one.first("PresentationInfo").get("order")))
    return SavedSession(
        name=root.get("name"),
        snapshot=place.snapshot,
        folder=place.folder,
        file=place.file,
        saved_at=place.saved_at,
        sample_rate=round(rate * (1 + _pull(options) / 100)),
        timecode=FORMATS.get(options.get("timecode-format", ""), ""),
        offset=_offset(options),
        program=root.first("ProgramVersion").get("modified-with"),
        start=limits.start if limits else None,
        end=limits.end if limits else None,
        markers=tuple(_markers(markers, times, left)),
        ranges=tuple(_ranges(ranges, times, left)),
        tracks=_tracks(routes, _playlists(root, times, left)),
        notes=tuple(_notes(options, left)),
        graph=graph(root, routes, place.saved_at),
    )


def _checked(root: Element, place: Place) -> int:
    """The sample rate of a session that can be read."""
    file = f"The session file {quoted(f'{place.snapshot}.ardour')}"
    version, rate = _whole(root.get("version")), _whole(root.get("sample-rate"))
    if version < OLDEST:
        raise BadSession(f"{file} is of an Ardour before 6", "Open it in a newer Ardour and save it there")
    if version > NEWEST:
        raise BadSession(
            f"{file} is of a newer Ardour (format {version}) than this Stembridge knows", "Look for a newer Stembridge"
        )
    if not 1000 <= rate <= 1_000_000:
        raise BadSession(f"{file} names no sample rate", RIGHT_FILE)
    return rate


def _whole(text: str) -> int:
    """The number that the text is, 0 if it is none."""
    return int(text) if text.isascii() and text.removeprefix("-").isdigit() and len(text) < 19 else 0


def _offset(options: Mapping[str, str]) -> int:
    """What is shown is position + offset where it is called negative (Ardour's default), else position - offset."""
    size = _whole(options.get("timecode-offset", ""))
    return size if options.get("timecode-offset-negative", "1") in YES else -size


def _pull(options: Mapping[str, str]) -> float:
    """Percent by which the session is pulled up or down: its timecode counts samples at a rate that differs so much."""
    try:
        pull = float(options.get("video-pullup", "0"))
    except ValueError:
        return 0.0
    return pull if abs(pull) < 10 else 0.0


def _notes(options: Mapping[str, str], left: Counter[str]) -> Iterator[str]:
    """What could not be read, a sentence each."""
    word = options.get("timecode-format", "")
    if word not in FORMATS:
        yield (
            f"The session counts its timecode as {quoted(word.removeprefix('timecode_'))}, which is no rate of film or "
            "television, so the session file tells no timecode. Set the rate in Ardour: Session > Properties > Timecode"
        )
    if left:
        what = ", ".join(f"{count} {kind}" for kind, count in sorted(left.items()))
        yield f"The session file does not tell exactly where these lie, so they are left out: {what}"


# --- places on the timeline -------------------------------------------------------------------------------------


def _times(root: Element, rate: int) -> Times:
    second = _whole(root.first("TempoMap").get("superclocks-per-second"))
    second = second if second >= rate else SUPERCLOCKS
    tempos = [tempo(words, second) for words in _tempos(root)]
    known: list[Tempo] = [one for one in tempos if one is not None]
    return Times(rate, second, known if len(known) == len(tempos) else ())


def _tempos(root: Element) -> Iterator[dict[str, str]]:
    """The attributes of each tempo; a music time has its place in itself and its tempo inside."""
    for one in root.all("TempoMap", "Tempos", "Tempo"):
        yield one.attributes
    for one in root.all("TempoMap", "MusicTimes", "MusicTime"):
        yield one.first("Tempo").attributes | one.attributes


def _markers(found: Iterable[Element], times: Times, left: Counter[str]) -> Iterator[Marker]:
    for one in found:
        position = times.sample(one.get("start"))
        if position is None:
            left["markers"] += 1
        else:
            yield Marker(one.get("id"), one.get("name"), position)


def _ranges(found: Iterable[Element], times: Times, left: Counter[str]) -> Iterator[Range]:
    for one in found:
        start, end = times.sample(one.get("start")), times.sample(one.get("end"))
        if start is None or end is None:
            left["ranges"] += 1
        else:
            yield Range(one.get("id"), one.get("name"), start, end)


def _playlists(root: Element, times: Times, left: Counter[str]) -> dict[str, tuple[Region, ...]]:
    """The regions of each playlist, by the playlist's id."""
    return {one.get("id"): _regions(one, times, left) for one in root.all("Playlists", "Playlist")}


def _regions(playlist: Element, times: Times, left: Counter[str]) -> tuple[Region, ...]:
    regions = []
    for one in playlist.all("Region"):
        stretch = times.stretch(one.get("length"), one.get("position"))
        if stretch is None:
            left["regions"] += 1
        else:
            regions.append(Region(one.get("id"), one.get("name"), *stretch, muted=one.get("muted") in YES))
    return tuple(sorted(regions, key=lambda region: (region.start, region.end)))


# --- tracks and buses -------------------------------------------------------------------------------------------


def _tracks(routes: Sequence[Element], playlists: Mapping[str, tuple[Region, ...]]) -> tuple[SavedTrack, ...]:
    """The tracks and buses in the order of the mixer."""
    names = {one.get("id"): one.get("name") for one in routes}
    inputs = {port.get("name"): one.get("name") for one in routes for port in ports(one, "Input")}
    return tuple(_track(one, names, inputs, playlists) for one in routes)


def _track(
    route: Element, names: Mapping[str, str], inputs: Mapping[str, str], playlists: Mapping[str, tuple[Region, ...]]
) -> SavedTrack:
    fed = [joined.get("other") for port in ports(route, "Output") for joined in port.all("Connection")]
    played = [playlists.get(route.get(data), ()) for data in ("audio-playlist", "midi-playlist")]
    return SavedTrack(
        id=route.get("id"),
        name=route.get("name"),
        kind=kind(route),
        outputs=tuple(dict.fromkeys(inputs.get(port) or port.rpartition("/")[0] or port for port in fed)),
        sends=tuple(_sends(route, names)),
        regions=played[0] or played[1],
        comment=route.first("Comment").text,
        mute_automation=_mute_mode(route),
        hidden="Hidden" in flags(route),
        active=on(route),
    )


def _sends(route: Element, names: Mapping[str, str]) -> Iterator[Send]:
    """The sends to buses."""
    for one, pre_fader in sends(route):
        if one.get("type") == "intsend" and one.get("target") in names:
            yield Send(names[one.get("target")], pre_fader, on(one))


def _mute_mode(route: Element) -> str:
    """The mode of the mute's automation, by the word that the desk has for it; the file calls `Manual` `Off`.

    Ardour saves `Write` as `Off`, or as `Touch` where there are points, so that a session never opens writing.
    """
    for one in route.all("Automation", "AutomationList"):
        if one.get("automation-id") == "mute":
            return {"": "Manual", "Off": "Manual"}.get(one.get("state"), one.get("state"))
    return "Manual"
