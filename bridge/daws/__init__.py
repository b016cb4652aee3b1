"""One file per DAW: what it calls things, what it can do and what it cannot."""
