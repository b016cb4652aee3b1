"""The reel and the script of `stembridge demo`."""

from bridge.demo.ardour import Ardour
from bridge.demo.reel import LENGTH, TRACKS, reel, script
from bridge.demo.session import Session
from bridge.model.desk import Kind


def _desk(session: Session) -> list[tuple[str, tuple[str, ...], bool, bool]]:
    return [(c.name, tuple(f.name for f in c.feeds), c.mute, c.hidden) for c in session.channels]


def test_the_reel_has_24_tracks_and_every_kind_of_strip_that_a_bridge_must_tell_apart() -> None:
    session = reel()
    kinds = [channel.kind for channel in session.channels]
    assert len(TRACKS) == kinds.count(Kind.AUDIO) == 24
    assert kinds.count(Kind.VCA) == 2
    assert kinds.count(Kind.MASTER) == 1
    assert any(channel.hidden for channel in session.channels)
    assert len({channel.name for channel in session.channels}) == len(session.channels)


def test_the_script_takes_two_minutes_and_leaves_the_reel_as_it_was() -> None:
    daw = Ardour(reel())
    acts = script(daw)
    assert [act.second for act in acts] == sorted(act.second for act in acts)
    assert acts[-1].second < LENGTH
    for turn in range(2):
        before = _desk(daw.session)
        for act in acts:
            daw.advance(turn * LENGTH + act.second)
            act.do()
        daw.advance((turn + 1) * LENGTH)
        assert _desk(daw.session) == before
        assert not daw.transport.rolling
        assert daw.transport.sample(daw.now) == 0


def test_every_act_of_the_script_does_something() -> None:
    daw = Ardour(reel())
    for act in script(daw):
        before = (_desk(daw.session), daw.session.solos, daw.transport.rolling, daw.transport.sample(daw.now))
        daw.advance(act.second)
        act.do()
        daw.advance(act.second + 0.2)
        after = (_desk(daw.session), daw.session.solos, daw.transport.rolling, daw.transport.sample(daw.now))
        assert after != before or act.sentence == "saves", act.sentence
