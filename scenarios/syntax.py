"""What YAML's parser refuses, told in our words."""

from __future__ import annotations

import yaml

from .errors import Mistake, Place
from .source import Source

# By a part of the parser's own words: what is wrong, and what to do. The two parsers
# of PyYAML (in C and in Python) word some of them differently.
SAYINGS = (
    ("mapping values are not allowed", "a `:` too many in one line",
     "begin a new line after `key:`, or quote a text that holds `: `"),
    ("did not find expected key", "this line does not fit the ones above",
     "line it up with its neighbours, and close each bracket and quote"),
    ("expected <block end>", "this line does not fit the ones above",
     "line it up with its neighbours, and close each bracket and quote"),
    ("could not find expected ':'", "a key without `:`",
     "write `key: value`, with a space after the colon"),
    ("did not find expected ',' or", "a bracket is not closed, or a comma is missing",
     "separate by `, `, close by the bracket that opened, and quote a value that holds { or ["),
    ("expected ',' or", "a bracket is not closed, or a comma is missing",
     "separate by `, `, close by the bracket that opened, and quote a value that holds { or ["),
    ("sequence entries are not allowed", "a `-` can't begin a list here",
     "begin the list in a line of its own"),
    ("did not find expected '-'", "this line does not fit the list above",
     "line it up with the list's dashes"),
    ("unexpected end of stream", "the file ends before a quote is closed", "close the quote"),
    ("found unexpected end", "the file ends before a quote is closed", "close the quote"),
    ("unknown escape", "a backslash that means nothing between double quotes",
     "use single quotes, or write the backslash twice"),
    ("that cannot start any token", "no value begins with this character", "quote the value"),
    ("did not find expected node content", "no value begins with this character",
     "quote the value"),
    ("expected the node content", "no value begins with this character", "quote the value"),
    ("found unexpected ':'", "a `:` without a blank after it", "write `key: value`"),
    ("comment or", "nothing can follow this sign in its line", "begin the text in the next line"),
    ("chomping", "nothing can follow this sign in its line", "begin the text in the next line"),
    ("hexa", "a backslash that means nothing between double quotes",
     "use single quotes, or write the backslash twice"),
    ("hexd", "a backslash that means nothing between double quotes",
     "use single quotes, or write the backslash twice"),
    ("incompatible YAML", "a line that begins with % is not for us", "leave it out"),
    ("block mapping keys are not allowed", "a key can't stand here", "begin a new line"),
    ("mapping keys are not allowed", "a key can't stand here", "begin a new line"),
    ("duplicate anchors", "an anchor; there are none here", "leave it out"),
    ("tag", "a tag; there are none here", "leave it out"),
    ("anchor", "an anchor; there are none here", "leave it out"),
    ("alias", "an alias; there are none here", "quote a value that begins with `*`"),
    ("directive", "a line that begins with % is not for us", "leave it out"),
    ("document start", "there is more after the end of the document", "leave it out"),
)  # fmt: skip
UNKNOWN = ("this is not YAML", "look at the quotes, brackets and indents around here")


def syntax_mistake(error: yaml.YAMLError, source: Source) -> Mistake:
    """Translate what the parser says, at the place where it gave up."""
    place = _place(getattr(error, "problem_mark", None), source)
    if _tab_indents(place.text):
        tab = source.place(place.line, place.text.index("\t") + 1)
        return Mistake("DL111", "a tab indents this line", tab, "indent by spaces")
    problem, context = (str(getattr(error, key, "")) for key in ("problem", "context"))
    what, hint = _saying(problem) or _saying(context) or UNKNOWN
    opened = _place(getattr(error, "context_mark", None), source)
    if ("closed" in what or "flow" in context) and opened.line < place.line:
        return Mistake("DL110", what, opened, hint)
    if "mapping values" in problem and ":" not in place.text[: place.column - 1]:
        return _run_on(place, source)
    return Mistake("DL110", what, place, hint)


def _place(mark: yaml.Mark | None, source: Source) -> Place:
    if mark is None:
        return source.place(1, 1)
    beyond = mark.line >= len(source.lines)
    return source.place(len(source.lines) if beyond else mark.line + 1, mark.column + 1)


def _run_on(place: Place, source: Source) -> Mistake:
    """Tell of a key that the text above swallowed: YAML lets a text go on in the next line."""
    above = source.lines[place.line - 2] if place.line > 1 else ""
    if ":" in above:
        what = "this key stands deeper than the one above, which has a value already"
        return Mistake("DL110", what, place, "line the two up, or take the value above away")
    start = len(above) - len(above.lstrip()) + 1
    at = source.place(max(1, place.line - 1), start, len(above.strip()))
    return Mistake("DL110", "a line without `key: value`", at, "write a `:` after the key")


def _saying(words: str) -> tuple[str, str] | None:
    found = next((saying for saying in SAYINGS if saying[0] in words), None)
    return found[1:] if found else None


def _tab_indents(text: str) -> bool:
    return "\t" in text[: len(text) - len(text.lstrip())]
