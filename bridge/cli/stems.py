"""`stembridge stems`: the stems of any list of track names, offline, with the reasons."""

import json
from pathlib import Path

import click
from rich.console import Console

from bridge.cli.given import FILE
from bridge.cli.pages import Page
from bridge.model.desk import Kind, Strip
from bridge.model.errors import BadShow, Problem
from bridge.model.show import Show
from bridge.model.stems import Named, Stem
from bridge.sheets.names import read_names
from bridge.shell.engine import classifier_for
from bridge.ui.tables import track_proposals


@click.command(
    cls=Page,
    examples=[
        ("stembridge stems tracks.csv", "a table: each track, its stem, how sure that is, and why"),
        ("stembridge stems delivery.csv --json > stems.json", "the same for another program"),
    ],
    exits={2: "the list can't be read"},
)
@click.argument("names", type=FILE, help="A CSV with the columns name, folder, bus, clips; only name is needed.")
@click.option("--json", "as_json", is_flag=True, help="One JSON list, for other programs.")
def stems(names: Path, as_json: bool) -> int:
    """Find the stems of the tracks in any list of names, offline, with the reasons.

    Several clips of one track are separated by ; or |. No DAW is asked, no show is read, and nothing is written.
    """
    try:
        text = names.read_text(encoding="utf-8")
    except OSError as error:
        raise BadShow([Problem(str(names), None, f"it can't be read: {error.strerror}")]) from None
    except UnicodeDecodeError:
        raise BadShow([Problem(str(names), None, "it is not UTF-8", "save it as CSV UTF-8")]) from None
    classify = classifier_for(Show())
    found = [(named, classify(named)) for named in read_names(text)]
    if as_json:
        click.echo(json.dumps([_row(named, stem) for named, stem in found], indent=1))
    else:
        Console().print(
            track_proposals([(_strip(number, named), stem) for number, (named, stem) in enumerate(found, 1)])
        )
    return 0


def _row(named: Named, stem: Stem) -> dict[str, object]:
    return {
        "name": named.name,
        "stem": stem.family,
        "sub": stem.sub,
        "role": stem.role,
        "flags": sorted(stem.flags),
        "confidence": round(stem.confidence, 2),
        "certain": stem.known is not None,
        "evidence": [str(reason) for reason in stem.evidence],
    }


def _strip(number: int, named: Named) -> Strip:
    return Strip(number, named.name, Kind.AUDIO, 1, 2, mute=False, solo=False)
