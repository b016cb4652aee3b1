"""The console: a client of the bridge's interface in a process of its own, drawn with textual.

It decides nothing and knows nothing but what the stream tells; what it draws is made in `ui.screen`.
"""
