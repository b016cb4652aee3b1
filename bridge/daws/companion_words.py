"""What people read about our script inside the DAW."""

from bridge.model.text import harmless, quoted

INSTALL = "stembridge install ardour"
LESS = "the routing is seen only as far as the session's file or the audio server tells it, and nothing is put back"
NONE = f"Our script is not in Ardour: {LESS}. With it every change is seen at once; run: {INSTALL}"
SILENT = (
    f"Our script inside Ardour is not heard: {LESS}. Nothing was changed. In Ardour, Edit > Lua Scripts > Script "
    f"Manager > Action Hooks must list Stembridge; if it does not, close Ardour and run: {INSTALL}"
)
AGAIN = f"Save the session and open it again; if that does not help, close Ardour and run: {INSTALL}"
GONE = (
    f"The folder by which our script inside Ardour is spoken to is gone: {LESS}. Nothing was changed. Close Ardour and "
    f"run: {INSTALL}"
)
FELL_SILENT = (
    f"Our script inside Ardour answered and does not any more: {LESS}. Nothing was changed. Ardour lets go of a script "
    f"that fails, until its session is opened again. {AGAIN}"
)
DEAF = f"Ardour itself does not answer just now, and so our script inside it is not heard: {LESS}. Nothing was changed"
FAILED_HINT = f"Nothing was changed by it. {AGAIN}"


def live(snapshot: str) -> str:
    """It answers from the session that we are joined to."""
    return f"Our script inside Ardour tells the routing of {quoted(snapshot)} as it changes"


def elsewhere(snapshot: str) -> str:
    """Only a script in another session answers."""
    return (
        f"A script of ours answers from another session ({quoted(snapshot)}), not from the one that we are joined to: "
        f"{LESS}. Nothing was changed. Close the Ardour that is not needed"
    )


def other(theirs: str, ours: str) -> str:
    """It is of another version."""
    return (
        f"Our script inside Ardour is of version {harmless(theirs, 20)}, this Stembridge needs {ours}: "
        f"{LESS}. Nothing was changed. Close Ardour and run: {INSTALL}"
    )


def several(count: int) -> str:
    """More than one answers from the same session."""
    return (
        f"{count} Ardours with the same session answer. Nothing is ordered from any of them, for it might be the wrong "
        "one. Close the ones that are not needed"
    )


def failed(text: str) -> str:
    """It raised."""
    return f"Our script inside Ardour failed ({harmless(text, 160)}). {FAILED_HINT}"


NOT_HEARD = "our script inside Ardour is not heard"
BUSY = "too many orders are not carried out yet; it is tried again"
SEVERAL = "several Ardours with the same session answer"
NO_ANSWER = "our script inside Ardour fell silent before it answered; whether it was done will be seen"
"""Why an order was not carried out."""
