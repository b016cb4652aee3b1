"""Who hears it, as a screen shows it: a symbol, a short label, a word, a colour; never a colour alone.

"Decided to stay open" and "nobody has decided" share neither colour nor symbol.
"""

from rich.text import Text

from bridge.model.cues import Level
from bridge.model.text import harmless

SYMBOLS = {
    Level.DIEGETIC: "●",
    Level.NONDIEGETIC: "○",
    Level.METADIEGETIC: "◐",
    Level.EXTRAFICTIONAL: "▣",
    Level.TRANSDIEGETIC: "⇄",
    Level.AMBIGUOUS: "◇",
    Level.UNSET: "?",
}
SHORT = {
    Level.DIEGETIC: "SRC",
    Level.NONDIEGETIC: "NON",
    Level.METADIEGETIC: "MIND",
    Level.EXTRAFICTIONAL: "TTL",
    Level.TRANSDIEGETIC: "X→",
    Level.AMBIGUOUS: "AMB",
    Level.UNSET: "?",
}
"""The labels that editors know."""
STYLES = {
    Level.DIEGETIC: "green",
    Level.NONDIEGETIC: "blue",
    Level.METADIEGETIC: "cyan",
    Level.EXTRAFICTIONAL: "default",
    Level.TRANSDIEGETIC: "magenta",
    Level.AMBIGUOUS: "yellow",
    Level.UNSET: "bold red",
}


def level_words(level: Level, crossing: str = "", guess: str = "") -> Text:
    """A level in full, with what it crosses between or what it may be.

    >>> level_words(Level.UNSET, guess="diegetic").plain
    '? unset, perhaps diegetic'
    """
    words = crossing or level.value
    if guess:
        words += f", perhaps {guess}"
    return Text(f"{SYMBOLS[level]} {harmless(words)}", style=STYLES[level])


def level_label(level: Level, crossing: str = "", guess: str = "") -> Text:
    """A level in few characters: symbol, the label that editors know, the word.

    >>> level_label(Level.DIEGETIC).plain, level_label(Level.TRANSDIEGETIC, "diegetic > nondiegetic").plain
    ('● SRC diegetic', '⇄ X→ SRC > NON')
    """
    if level is Level.UNSET:
        words = f"? unset ({_short(guess)}?)" if guess else "? unset"
    else:
        words = f"{SYMBOLS[level]} {SHORT[level]} {_short(crossing) or level.value}"
    return Text(words, style=STYLES[level])


def _short(levels: str) -> str:
    """The labels of a level, or of two between which something crosses."""
    return " > ".join(
        SHORT[Level(word)] if word in set(Level) else harmless(word, 12) for word in levels.split(" > ") if word
    )
