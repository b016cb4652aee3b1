"""The console's screen as lines of text: each region is a function from what is known to lines, without a terminal.

A line is a row of pieces, each with its text and what its colour means. The program that draws them decides nothing.
"""
