"""A YAML file as a tree that remembers where each piece stands.

Built from the parser's events alone: nothing in a file can create an object, repeat
itself or grow. Scalars are read as in YAML 1.2, so `18:00`, `no` and dates are text.
What is wrong with the tree is kept beside it, so that reading can go on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from .errors import FileMistakes, Mistake, Place
from .source import Source
from .syntax import syntax_mistake

MOST_LEVELS = 64
MOST_NODES = 100_000
MOST_MISTAKES = 100  # of the tree itself, before reading gives up
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Path = tuple[str | int, ...]


class Number(float):
    """A number with a point, as written: no unit has been given with it."""


@dataclass(slots=True, kw_only=True)
class Node:
    """A piece of the file and where it stands; lines and columns count from 1."""

    line: int
    column: int
    width: int = 1
    pruned: bool = False  # left out, since something is wrong with it


@dataclass(slots=True, kw_only=True)
class Scalar(Node):
    """A text, number, true, false or nothing."""

    text: str
    plain: bool  # written without quotes
    value: object


@dataclass(slots=True, kw_only=True)
class Listing(Node):
    """A list."""

    items: list[Node] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Mapping(Node):
    """Keys and their values, in the order of the file."""

    entries: dict[str | int, tuple[Scalar, Node]] = field(default_factory=dict)


@dataclass(slots=True)
class Tree:
    """A file's tree, and the mistakes found while it was built."""

    source: Source
    root: Mapping
    mistakes: list[Mistake]

    def place(self, node: Node) -> Place:
        """Give a node's place, to point at."""
        return self.source.place(node.line, node.column, node.width)


def read_tree(path: str) -> Tree:
    """Read a file into its tree.

    Raises FileMistakes when there is nothing to go on with: no such file, not text,
    too large, not YAML, or not a mapping.
    """
    return tree_of(Source.read(path))


def tree_of(source: Source) -> Tree:
    """Build the tree of a text. Raises FileMistakes when it is no mapping in YAML."""
    builder = _Builder(source)
    try:
        root = builder.document()
    except yaml.YAMLError as error:
        raise FileMistakes([*builder.mistakes, syntax_mistake(error, source)]) from None
    if not isinstance(root, Mapping):
        raise FileMistakes([*builder.mistakes, _not_a_mapping(source, root)])
    return Tree(source, root, builder.mistakes)


def _not_a_mapping(source: Source, root: Node | None) -> Mistake:
    hint = "begin with `journey:` and a name, or with `whatif:`"
    if root is None or (isinstance(root, Scalar) and root.value is None):
        return Mistake("DL108", f"`{source.file}` has nothing in it", None, hint)
    place = source.place(root.line, root.column, root.width)
    return Mistake("DL122", "a file of the language is keys and values", place, hint)


class _Builder:
    """Turns the parser's events into nodes, counting levels and nodes."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.mistakes: list[Mistake] = []
        self.nodes = 0
        self.events: Iterator[Any] = yaml.parse(source.text, Loader=LOADER)

    def document(self) -> Node | None:
        root: Node | None = None
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    hint = "put the second document (after ---) into a file of its own"
                    self._note(event, "DL109", "a file holds one document, not several", hint)
                    break
                root = self._node(next(self.events), 1)
        return root

    def _node(self, event: Any, level: int) -> Node:
        self._count(event, level)
        marked = self._refused(event)
        place = _span(event)
        if isinstance(event, yaml.ScalarEvent):
            plain = bool(event.implicit[0])
            value = plain_value(event.value) if plain else event.value
            return Scalar(**place, text=event.value, plain=plain, value=value, pruned=marked)
        if isinstance(event, yaml.SequenceStartEvent):
            return Listing(**place, items=list(self._items(level)), pruned=marked)
        if isinstance(event, yaml.MappingStartEvent):
            entries: dict[str | int, tuple[Scalar, Node]] = {
                key.text: (key, value) for key, value in self._entries(level)
            }
            return Mapping(**place, entries=entries, pruned=marked)
        return Scalar(**place, text="", plain=True, value=None, pruned=True)

    def _items(self, level: int) -> Iterator[Node]:
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                return
            yield self._node(event, level + 1)

    def _entries(self, level: int) -> Iterator[tuple[Scalar, Node]]:
        first_lines: dict[str, int] = {}
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                return
            key = self._node(event, level + 1)
            value = self._node(next(self.events), level + 1)
            if not isinstance(key, Scalar) or not key.text.strip():
                self._bad_key(event)
            elif key.text in first_lines:
                self._twice(event, key.text, first_lines[key.text])
            else:
                first_lines[key.text] = key.line
                yield key, value

    def _count(self, event: Any, level: int) -> None:
        self.nodes += 1
        if level > MOST_LEVELS:
            self._note(event, "DL115", f"this goes deeper than {MOST_LEVELS} levels")
            raise FileMistakes(self.mistakes)
        if self.nodes > MOST_NODES:
            self._note(event, "DL116", f"the file has more than {MOST_NODES:,} values")
            raise FileMistakes(self.mistakes)

    def _refused(self, event: Any) -> bool:
        """Note a tag, anchor or alias; tell whether the node must be left out."""
        if isinstance(event, yaml.AliasEvent):
            hint = "write the value out where it is meant"
            self._note(event, "DL113", f"`*{event.anchor}` is an alias; there are none here", hint)
            return True
        if event.anchor is not None:
            hint = f"leave `&{event.anchor}` out"
            self._note(event, "DL113", f"`&{event.anchor}` is an anchor; there are none here", hint)
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self._note(event, "DL112", f"`{tag}` is a tag; there are none here", "leave it out")
            return True
        return False

    def _bad_key(self, event: Any) -> None:
        hint = 'quote a value that begins with { or [, such as "${NAME}"'
        self._note(event, "DL117", "a key is a word or words, and this is none", hint)

    def _twice(self, event: Any, key: str, line: int) -> None:
        what = f"`{key}` stands here a second time; the first is in line {line}"
        self._note(event, "DL114", what, "keep one of the two")

    def _note(self, event: Any, code: str, what: str, hint: str = "") -> None:
        place = self.source.place(**_span(event))
        self.mistakes.append(Mistake(code, what, place, hint))
        if len(self.mistakes) >= MOST_MISTAKES:
            raise FileMistakes(self.mistakes)


def _span(event: Any) -> dict[str, int]:
    start, end = event.start_mark, event.end_mark
    width = end.column - start.column if end.line == start.line else 1
    return {"line": start.line + 1, "column": start.column + 1, "width": max(1, width)}


WORDS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
WHOLE = re.compile(r"[-+]?[0-9]{1,18}")
BROKEN = re.compile(r"[-+]?(?:\.[0-9]{1,18}|[0-9]{1,18}(?:\.[0-9]{0,18})?)(?:[eE][-+]?[0-9]{1,2})?")


def plain_value(text: str) -> object:
    """Read an unquoted scalar as YAML 1.2 does: nothing, true, false, a number, or text."""
    if text in WORDS:
        return WORDS[text]
    if WHOLE.fullmatch(text):
        return int(text)
    return Number(text) if BROKEN.fullmatch(text) else text


def plain_data(node: Node) -> Any:
    """Give the values of a tree without what was left out."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Listing):
        return [plain_data(item) for item in node.items if not item.pruned]
    assert isinstance(node, Mapping)  # noqa: S101 - there are three kinds
    return {key: plain_data(value) for key, (_, value) in node.entries.items() if not value.pruned}


def walk(node: Node, path: Path = ()) -> Iterator[tuple[Path, Node]]:
    """Go through a tree, each node with its path, a mapping or list before its content."""
    yield path, node
    if isinstance(node, Mapping):
        for key, (_, value) in node.entries.items():
            yield from walk(value, (*path, key))
    if isinstance(node, Listing):
        for index, item in enumerate(node.items):
            yield from walk(item, (*path, index))
