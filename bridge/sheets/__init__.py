"""One file per table or cue-list format, in and out."""
