"""The only room with windows: sockets, disk, clock, terminal, threads."""
