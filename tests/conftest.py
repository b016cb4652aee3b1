"""What all tests share: hypothesis judges answers, not the speed of a busy machine."""

import signal

from hypothesis import settings

settings.register_profile("house", deadline=None)
settings.load_profile("house")

# A suite that was started by nohup or in the background inherits signals that are ignored, and so would the programs
# that it starts and ends politely.
for _number in (getattr(signal, name) for name in ("SIGHUP", "SIGINT") if hasattr(signal, name)):
    if signal.getsignal(_number) is signal.SIG_IGN:
        signal.signal(_number, signal.SIG_DFL)
