"""XML that may be huge or hostile, sieved to the few elements and attributes that are wanted.

It is read in one pass as it comes, so memory holds what is kept and no more. A DTD is refused, and with it entities;
the size, the depth, the length of a word and the number of elements kept are bounded.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NoReturn
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml import DefusedXmlException
from defusedxml.expatreader import create_parser

from bridge.model.errors import BadSession
from bridge.model.text import quoted

MOST_BYTES = 256 * 1024**2
"""Bytes that are read. A track without automation has 13 kB, a region 4 kB: 1,000 tracks with 20,000 regions and a few
million points of automation stay below 200 MB. Such a file takes some five seconds."""
DEEPEST = 200
"""Elements inside each other; Ardour's are some twenty deep."""
MOST_KEPT = 500_000
"""Elements that are kept, at about half a kilobyte each: ten times what a feature film has in regions."""
LONGEST = 8 * 1024**2
"""Bytes that may go by without an element or text: what follows a `<` without its end is looked through again with
each piece, which takes time with the square of its length. A plug-in's state is text, or an attribute of 100 kB."""
MOST_TEXT = 100_000
"""Characters of a text that are kept, about: a track's comment is a few lines."""

SAVE_AGAIN = "Save the session again in Ardour"
RIGHT_FILE = "Name the right file in show.toml: session_file under [rig]"
CUT_OFF = "ends in the middle: it is being written, or was cut off", SAVE_AGAIN


@dataclass(frozen=True, slots=True)
class Shape:
    """What is kept of an element: these attributes, these elements inside it by name, and its text.

    `given`: an attribute and its values without which nothing inside is kept.
    """

    attributes: tuple[str, ...] = ()
    inner: "Mapping[str, Shape]" = field(default_factory=dict)
    text: bool = False
    given: tuple[str, frozenset[str]] | None = None


_BARE = Shape()


@dataclass(slots=True)
class Element:
    """What was kept of an element."""

    name: str
    attributes: dict[str, str]
    inner: "list[Element]" = field(default_factory=list)
    text: str = ""

    def get(self, attribute: str) -> str:
        """The attribute's text, "" if it is not there."""
        return self.attributes.get(attribute, "")

    def all(self, *path: str) -> "Iterator[Element]":
        """The elements at this path of names below, in the order of the file."""
        for element in self.inner:
            if element.name == path[0]:
                if len(path) == 1:
                    yield element
                else:
                    yield from element.all(*path[1:])

    def first(self, *path: str) -> "Element":
        """The first element at this path, an empty one if there is none."""
        return next(self.all(*path), Element(path[-1], {}))


def sieved(file: str, pieces: Iterable[bytes], root: str, shape: Shape) -> Element:
    """The root element of this name with all that its shape wants; `file` is its name for people.

    Raises `BadSession`, and nothing else whatever the bytes are.
    """
    sieve = _Sieve(file, root, shape)
    parser = create_parser(forbid_dtd=True)
    parser.setContentHandler(sieve)
    try:
        for piece in _bounded(file, pieces, sieve):
            parser.feed(piece)
        parser.close()
    except DefusedXmlException:
        _refuse(file, "declares a document type or entities, which Ardour never does", RIGHT_FILE)
    except SAXParseException as wrong:
        _refuse(file, *_broken(wrong))
    except (LookupError, ValueError) as wrong:  # the encoding that it names is unknown here
        _refuse(file, f"can't be read as text: {wrong}", SAVE_AGAIN)
    if sieve.kept is None:
        _refuse(file, *CUT_OFF)
    return sieve.kept


def _broken(wrong: SAXParseException) -> tuple[str, str]:
    """What is wrong with text that is no XML, and the cure; what the parser says at an end that comes too early."""
    if wrong.getMessage().startswith(("no element found", "unclosed ", "partial character")):
        return CUT_OFF
    return (
        f"can't be read: line {wrong.getLineNumber()} is not XML ({wrong.getMessage()})",
        f"{SAVE_AGAIN}. {RIGHT_FILE}",
    )


def _bounded(file: str, pieces: Iterable[bytes], sieve: "_Sieve") -> Iterator[bytes]:
    """The pieces, as long as they are few enough and something comes of them."""
    read, quiet, heard = 0, 0, 0
    for piece in pieces:
        read += len(piece)
        quiet = quiet + len(piece) if sieve.heard == heard else 0
        heard = sieve.heard
        if read > MOST_BYTES:
            _refuse(file, f"is larger than the {MOST_BYTES // 1024**2} MB that are read", RIGHT_FILE)
        if quiet > LONGEST:
            _refuse(file, f"holds a word of more than {LONGEST // 1024**2} MB", RIGHT_FILE)
        yield piece


def _refuse(file: str, what: str, cure: str) -> NoReturn:
    raise BadSession(f"The session file {quoted(file)} {what}", cure) from None


class _Sieve(ContentHandler):
    """Keeps what is wanted as the parser comes by it. `heard` counts what it came by."""

    def __init__(self, file: str, root: str, shape: Shape) -> None:
        super().__init__()
        self.heard = 0
        self.kept: Element | None = None
        self._file, self._root = file, root
        self._shapes = [Shape(inner={root: shape})]
        self._open: list[Element] = []
        self._passed = 0
        self._count = 0

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 - as the parser calls it
        """An element begins."""
        self.heard += 1
        if self._passed:
            self._pass_by()
            return
        shape = self._shapes[-1].inner.get(name)
        if shape is not None:
            self._keep(shape, Element(name, {key: attrs[key] for key in shape.attributes if key in attrs}))
        elif self._open:
            self._pass_by()
        else:
            _refuse(self._file, f"is no session of Ardour's: it holds <{quoted(name)[1:-1]}>", RIGHT_FILE)

    def endElement(self, name: str) -> None:  # noqa: ARG002, N802 - as the parser calls it
        """An element ends."""
        if self._passed:
            self._passed -= 1
        else:
            self._shapes.pop()
            self._open.pop()

    def characters(self, content: str) -> None:
        """Text between the elements."""
        self.heard += 1
        if not self._passed and self._shapes[-1].text and len(self._open[-1].text) < MOST_TEXT:
            self._open[-1].text += content

    def _pass_by(self) -> None:
        self._passed += 1
        if self._passed > DEEPEST:
            _refuse(self._file, f"is nested more than {DEEPEST} deep", RIGHT_FILE)

    def _keep(self, shape: Shape, element: Element) -> None:
        self._count += 1
        if self._count > MOST_KEPT:
            _refuse(self._file, f"holds more than {MOST_KEPT} tracks, regions and markers", RIGHT_FILE)
        if self._open:
            self._open[-1].inner.append(element)
        else:
            self.kept = element
        wanted = shape.given is None or element.get(shape.given[0]) in shape.given[1]
        self._shapes.append(shape if wanted else _BARE)
        self._open.append(element)
