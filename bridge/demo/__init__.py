"""A DAW without audio, for people without a DAW and for the tests: messages in, messages out."""
