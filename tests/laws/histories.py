"""Random histories of the adversary's world, and the judge.

Usage: python -m tests.laws.histories RUNS [FIRST]     prints what was lost; exit code 1 if anything was
"""

import sys
from collections import Counter
from dataclasses import dataclass, field
from random import Random

from bridge.model.desk import Kind, Target
from bridge.model.ledger import Phase
from bridge.model.show import Mode
from tests.laws.daw import Channel, Daw
from tests.laws.world import PREVIEWS, REEL, World

NAMES = ("DX new", "FX new", "MX new", "Audio new", "DX 0", "MX 2")


@dataclass(slots=True)
class Verdict:
    """How a history ended. `lost`: strips that are not as the user left them; `vague`: why others may be either way."""

    lost: list[str] = field(default_factory=list)
    owed: list[str] = field(default_factory=list)
    vague: Counter[str] = field(default_factory=Counter)
    offered: int = 0
    judged: int = 0


def act(world: World, rnd: Random) -> None:  # noqa: C901 - one arm for each deed
    """One thing that a user or the world does."""
    daw, tracks = world.daw, world.daw.tracks()
    open_now = world.now >= daw.closed_until and bool(tracks)
    what = rnd.choices(("press", "click", "vca", "strips", "save", "reopen", "deaf", "sleep", "mode", "disk", "stop",
                        "locate", "keep"), (30, 40, 6, 10, 4, 2, 4, 1, 2, 1, 1, 8, 8))[0]  # fmt: skip
    match what:
        case "press":
            world.press(rnd.choice([*PREVIEWS, "off"]))
        case "click" if open_now and (daw.marked or rnd.random() < 0.2):
            world.click(rnd.choice(tracks))
        case "keep" if open_now:
            world.keep(rnd.choice(tracks))
        case "vca" if open_now and (vcas := [c for c in daw.channels if c.kind is Kind.VCA]):
            daw.click(rnd.choice(vcas), world.now)
        case "strips" if open_now:
            world.restructure(lambda daw: restructure(daw, rnd))
        case "save" if open_now:
            world.save()
        case "reopen" if open_now:
            reopen(world, rnd)
        case "deaf":
            daw.deaf_until = world.now + rnd.uniform(0.1, 4.0)
        case "sleep":
            world.sleep(rnd.uniform(0.6, 5.0))
        case "mode":
            world.watch(rnd.choice((Mode.WATCH, Mode.PREVIEW)))
        case "disk":
            world.disk.full = not world.disk.full
        case "stop":
            world.kill()
        case "locate":
            world.locate(rnd.randrange(REEL), rolling=rnd.random() < 0.7)
        case _:
            pass


def restructure(daw: Daw, rnd: Random) -> None:
    """One change of the list of strips."""
    channel, place = rnd.choice(daw.tracks()), rnd.randrange(len(daw.channels))
    match rnd.choice(("rename", "move", "insert", "delete", "duplicate")):
        case "rename":
            daw.rename(channel, rnd.choice(NAMES))
        case "move":
            daw.move(channel, place)
        case "insert":
            daw.insert(rnd.choice(NAMES), place)
        case "delete" if len(daw.tracks()) > 4:
            daw.delete(channel)
        case "duplicate":
            daw.duplicate(channel, place)
        case _:
            pass


def reopen(world: World, rnd: Random) -> None:
    """Another session with the same strips, or the same one again."""
    if rnd.random() < 0.5:
        world.reopen(world.daw.session)
        return
    other = "reel2" if world.daw.session == "reel1" else "reel1"
    if other not in world.daw.files:
        world.daw.files[other] = [copy_for(other, channel) for channel in world.daw.files[world.daw.session]]
    world.reopen(other)


def copy_for(_session: str, channel: Channel) -> Channel:
    """The strip of another reel: the same name, a mute of its own."""
    on = channel.uid % 3 == 0
    return Channel(channel.uid, channel.name, channel.kind, on, on, channel.vca, channel.refuses)


def calm(world: World) -> None:
    """The weather clears, the user leaves the preview, the bridge has time."""
    world.kill_chance, world.daw.loss, world.disk.full = 0.0, 0.0, False
    world.daw.deaf_until = world.now
    world.run(6.0)
    world.press("off")
    for _ in range(60):
        world.run(1.0)
        if world.bridge is not None and world.bridge._state.known and not world.bridge._state.ledger.owed:
            break
    sent = len(world.sent)
    world.run(3.0)
    assert world.bridge is not None
    if not world.bridge._state.ledger.owed:
        assert len(world.sent) == sent, "law 3: the bridge goes on sending"


def stuck(world: World) -> list[Target]:
    """What is still owed although the strip is there, obeys, and is under no muted VCA."""
    assert world.bridge is not None
    state = world.bridge._state
    free = {Target(c.name) for c in world.daw.tracks() if not c.refuses and world.daw.shown(c) == c.own}
    return [target for target in state.ledger.owed if target in free]


def judge(world: World) -> Verdict:
    """Hold the desk against what the user wants of it."""
    assert world.bridge is not None
    verdict = Verdict(owed=[target.strip for target in stuck(world)])
    written = offered(world)
    for channel in world.daw.tracks():
        verdict.judged += 1
        if channel.vague:
            verdict.vague[channel.vague] += 1
        elif channel.own != channel.truth and not channel.refuses:
            if written & {channel.name, *channel.former}:
                verdict.offered += 1
            else:
                verdict.lost.append(f"{channel.name}: {channel.own}, the user wants {channel.truth}")
    return verdict


def offered(world: World) -> set[str]:
    """Strips that a person is offered: written down, but only they can say. A debt of a strip that is here is none."""
    here = {channel.name for channel in world.daw.channels}
    debts = {t.strip for (_, t), row in world.disk.debts.items() if row.phase is Phase.INTENDED or t.strip not in here}
    return debts | {target.strip for _, target in world.disk.files}


def history(seed: int, *, seconds: float = 20.0) -> Verdict:
    """One random life of a session, judged."""
    rnd = Random(seed)
    world = World(rnd, tracks=rnd.choice((6, 12, 24)), vcas=rnd.choice((0, 0, 2)))
    world.daw.loss = rnd.choice((0.0, 0.02, 0.1, 0.3))
    world.kill_chance = rnd.choice((0.0, 0.002, 0.02))
    end, pace = world.now + seconds, rnd.choice((0.05, 0.3, 1.0))
    while world.now < end:
        world.run(rnd.expovariate(1 / pace))
        act(world, rnd)
    calm(world)
    return judge(world)


def main(runs: int, first: int) -> int:
    """Many histories; prints the lost ones and the sums."""
    bad, vague, judged, offered = 0, Counter[str](), 0, 0
    for seed in range(first, first + runs):
        try:
            verdict = history(seed)
        except AssertionError as broken:
            print(f"seed {seed}: {broken}")
            bad += 1
            continue
        vague += verdict.vague
        judged, offered = judged + verdict.judged, offered + verdict.offered
        if verdict.lost or verdict.owed:
            bad += 1
            print(f"seed {seed}: lost {verdict.lost}, owed {verdict.owed}")
    print(f"{runs} histories, {bad} bad; {judged} strips judged, {vague.total()} vague, {offered} offered")
    for why, count in vague.most_common():
        print(f"  {count:6} {why}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0))
