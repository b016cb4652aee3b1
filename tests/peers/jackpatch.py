"""A JACK client in a process of its own that makes audio ports and wires everybody's, as a patchbay or a mixer does.

It takes one JSON object a line and answers each with one: `{"ports": [names]}`, `{"raw": [hex]}`,
`{"rename": [name, wanted]}`, `{"drop": [name]}`, `{"connect": [source, sink]}`, `{"part": [source, sink]}`; the answer
to the last two is the monotonic time just before. It says its name first and ends when its standard input does.
"""

import json
import os
import sys
import time

import jack  # type: ignore[import-untyped]

IS_OUTPUT = 2


class Patch:
    """The client and its ports by their short names."""

    def __init__(self, name: str) -> None:
        self.client = jack.Client(name, no_start_server=True)
        self.client.set_process_callback(lambda _: None)  # the server would wait for a client that does nothing
        self.client.activate()
        self.own: dict[str, jack.OwnPort] = {}

    def ports(self, *names: str) -> None:
        for name in names:
            ways = self.client.outports if "out" in name else self.client.inports
            self.own[name] = ways.register(name)

    def raw(self, name: str) -> None:
        """JACK-Client makes no port whose name is not text."""
        jack._lib.jack_port_register(self.client._ptr, bytes.fromhex(name), jack._AUDIO, IS_OUTPUT, 0)

    def rename(self, name: str, wanted: str) -> None:
        self.own[wanted] = self.own.pop(name)
        self.own[wanted].shortname = wanted

    def drop(self, name: str) -> None:
        self.own.pop(name).unregister()

    def connect(self, source: str, sink: str) -> float:
        before = time.monotonic()
        self.client.connect(source, sink)
        return before

    def part(self, source: str, sink: str) -> float:
        before = time.monotonic()
        self.client.disconnect(source, sink)
        return before


def main(name: str) -> None:
    patch = Patch(name)
    print(json.dumps(patch.client.name), flush=True)
    for line in sys.stdin:
        ((what, how),) = json.loads(line).items()
        print(json.dumps(getattr(patch, what)(*how)), flush=True)
    patch.client.deactivate()
    patch.client.close()
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1])
