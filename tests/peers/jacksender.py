"""A JACK client in a process of its own that sends bytes at samples it is told, and tells when each of them was sent.

It takes one JSON object a line: `{"play": [[samples, hex], …]}` sends these events so many samples from its own start
and answers with their monotonic times; `{"flood": [n]}` sends n quarter frames a period until the next line;
`{"connect": [name]}` connects its port. Each is answered with a line. It ends when its standard input does.
"""

import json
import os
import sys
import threading
import time

import jack  # type: ignore[import-untyped]

LEAD = 4800
"""Samples between the order and the first event."""


class Sender:
    """The client. `play` and `flood` are read inside JACK's thread."""

    def __init__(self, name: str) -> None:
        self.client = jack.Client(name, no_start_server=True)
        self.port = self.client.midi_outports.register("out")
        self.play: list[tuple[int, bytes]] = []
        self.flood = 0
        self.done = threading.Event()
        self.client.set_process_callback(self._process)
        self.client.activate()

    def _process(self, frames: int) -> None:
        self.port.clear_buffer()
        for number in range(self.flood):
            self.port.write_midi_event(number * frames // self.flood, bytes((0xF1, number & 0x7F)))
        first = self.client.last_frame_time
        while self.play and self.play[0][0] < first + frames:
            at, data = self.play[0]
            self.port.write_midi_event(max(0, at - first), data)
            del self.play[0]
            if not self.play:
                self.done.set()

    def played(self, events: list[tuple[int, bytes]]) -> list[float]:
        """Send these events, at samples from a start; gives the monotonic time of each."""
        start = self.client.last_frame_time + LEAD
        self.done.clear()
        self.play = [(start + offset, data) for offset, data in events]
        self.done.wait()
        now, frame = time.monotonic(), self.client.frame_time
        return [now - (frame - start - offset) / self.client.samplerate for offset, _ in events]


def main(name: str) -> None:
    sender = Sender(name)
    print(json.dumps(sender.port.name), flush=True)
    for line in sys.stdin:
        order = json.loads(line)
        (sender.flood,) = order.get("flood", [0])
        for port in order.get("connect", []):
            sender.client.connect(sender.port, port)
        events = [(offset, bytes.fromhex(data)) for offset, data in order.get("play", [])]
        print(json.dumps(sender.played(events) if events else []), flush=True)
    sender.client.deactivate()
    sender.client.close()
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1])
