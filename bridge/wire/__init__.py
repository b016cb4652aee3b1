"""How it is spelt: codecs without I/O."""
