"""Walk a whole phone menu: each option, silence, a wrong key and 0, each in a call of its own.

Never chosen: options that sound as if they did something for real, and those that the
journey says to avoid. Where a menu asks for a number or words, only silence is tried. What it
does not know: options that depend on who calls, on the hour, or that nobody reads out.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from ...safety.trouble import SiteFailed
from .call import Call
from .choose import SILENCE, choose, ended
from .figures import in_figures
from .line import Line
from .menu import BadMenu
from .options import Option

MOST_CALLS = 60
MOST_DEPTH = 6
MOST_SECONDS = 60.0  # of ours
SILENCES = 4  # in a row; a caller who says nothing has hung up by then
PERSON = "0"


@dataclass(frozen=True, slots=True)
class Branch:
    """One call into the menu: what was chosen, and what came of it."""

    chosen: tuple[str, ...]  # keys, or `nothing`
    words: tuple[str, ...]  # what the menu says that each is for; empty: not offered
    said: str = ""  # after the last choice, in figures
    options: tuple[Option, ...] = ()
    seconds: float = 0.0
    keys: int = 0
    person: bool = False
    over: bool = False  # the call has ended
    end: str = ""  # how
    trouble: str = ""  # what broke
    back_to: tuple[str, ...] | None = None  # the menu that was met there before
    repeats: bool = False  # says the same for ever when nothing is pressed

    @property
    def name(self) -> str:
        """What leads there, as a person says it: “delivery” (2), then “parcels” (1)."""
        steps = [
            f"“{words}” ({key})" if words else "no key" if key == SILENCE else f"key {key}"
            for key, words in zip(self.chosen, self.words, strict=True)
        ]
        return ", then ".join(steps) or "the first menu"


@dataclass(slots=True)
class Tree:
    """All that was tried; `whole` when nothing was left out for want of calls or time."""

    branches: list[Branch] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)  # options not chosen, since they act
    calls: int = 0
    whole: bool = True
    texts: list[str] = field(default_factory=list)  # what was said, in figures


@dataclass(slots=True)
class _Way:
    chosen: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    def on(self, key: str, words: str) -> _Way:
        return _Way((*self.chosen, key), (*self.words, words))


def explore(
    address: str,
    new_line: Callable[[], Line],
    *,
    avoid: Sequence[str] = (),
    goes_on: Callable[[], bool] = lambda: True,
) -> Tree:
    """Try every way through a menu, the shortest first."""
    tree, met = Tree(), dict[object, tuple[str, ...]]()
    waiting = deque([_Way()])
    until = time.monotonic() + MOST_SECONDS
    while waiting:
        if tree.calls >= MOST_CALLS or time.monotonic() > until or not goes_on():
            tree.whole = False
            break
        way = waiting.popleft()
        tree.calls += 1
        call = Call(new_line())
        branch = _tried(call, address, way, met)
        tree.branches.append(branch)
        tree.texts.append(call.text())
        if call.listening is not None and branch.back_to is None and not branch.trouble:
            waiting.extend(_ways_on(call, way, tree, avoid))
    return tree


def _ways_on(call: Call, way: _Way, tree: Tree, avoid: Sequence[str]) -> Iterator[_Way]:
    """Give what can be tried next at a menu."""
    if way.chosen[-1:] == (SILENCE,):
        return
    listen = call.listening
    known = {option.key for option in call.options}
    if len(way.chosen) >= MOST_DEPTH:
        tree.whole &= not known
        return
    for option in call.options:
        if option.for_real or any(words.casefold() in option.words.casefold() for words in avoid):
            tree.left_out.append(option.words)
        elif listen is not None and listen.keys:
            yield way.on(option.key, option.words)
    yield way.on(SILENCE, "")
    if known and listen is not None and listen.keys:
        if not way.chosen and PERSON not in known:
            yield way.on(PERSON, "")
        wrong = next((key for key in "9876543210*#" if key not in known and key != PERSON), None)
        if wrong is not None:
            yield way.on(wrong, "")


def _tried(call: Call, address: str, way: _Way, met: dict[object, tuple[str, ...]]) -> Branch:
    """Call, make the choices, and say what came of the last one."""
    trouble, repeats = "", False
    try:
        call.dial(address)
        for key in way.chosen:
            trouble = trouble or choose(call, key)
        if way.chosen[-1:] == (SILENCE,):
            repeats = _keeps_silent(call)
    except (BadMenu, SiteFailed) as why:
        trouble = str(why)
    back = None
    if call.listening is not None and not trouble and not repeats:
        back = met.get(call.menu)
        met.setdefault(call.menu, way.chosen)
    return Branch(
        way.chosen,
        way.words,
        in_figures(call.said),
        call.options if call.listening else (),
        round(call.clock, 1),
        call.keys,
        person=call.ended is not None and call.ended.how == "person",
        over=call.ended is not None,
        end=ended(call).removeprefix(": "),
        trouble=trouble,
        back_to=back,
        repeats=repeats,
    )


def _keeps_silent(call: Call) -> bool:
    """Press nothing on and on; says whether the menu goes on without end."""
    for _ in range(SILENCES - 1):
        if call.listening is None:
            return False
        call.wait()
    return call.listening is not None
