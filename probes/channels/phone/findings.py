"""What is worth telling of a phone menu that was walked whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from desireline.scenarios import fact as language
from desireline.scenarios.fact import FactKind

from ...seen import Noticed
from .choose import SILENCE
from .explore import PERSON, Branch, Tree

MOST_OPTIONS = 5  # at once: who is told more forgets the first
MOST_LEVELS = 3
PATIENCE_SECONDS = 60.0  # until a person is rung
READ_OUT: tuple[FactKind, ...] = ("phone", "money", "duration", "hours")
LONGEST = 160  # characters of what is quoted


@dataclass(frozen=True, slots=True)
class ToPerson:
    """The shortest way to a person, in choices, keys and seconds; or that there is none."""

    came: bool
    choices: int = 0
    seconds: float = 0.0
    name: str = ""


def way_to_person(tree: Tree) -> ToPerson | None:
    """Give the shortest way to a person; None when not all was tried and nobody came."""
    people = [b for b in tree.branches if b.person]
    if people:
        best = min(people, key=lambda b: (len(b.chosen), b.seconds))
        return ToPerson(True, len(best.chosen), best.seconds, best.name)
    return ToPerson(False) if tree.whole and not _broken_off(tree) else None


def _broken_off(tree: Tree) -> bool:
    """Say whether ways were not gone since they do something for real."""
    return bool(tree.left_out)


def findings(tree: Tree) -> tuple[Noticed, ...]:
    """Give what a caller would complain about."""
    kinds = (_dead_ends, _person, _effort, _silence, _wrong_keys)
    return tuple(one for kind in kinds for one in kind(tree))


def summary(tree: Tree) -> str:
    """Say how large the menu is, how a person is reached, and what it reads out."""
    menus = [b for b in tree.branches if b.options and b.back_to is None and not _odd(b)]
    levels = max((len(b.chosen) + 1 for b in menus), default=0)
    sizes = ", ".join(str(len(b.options)) for b in menus)
    calls = f"{tree.calls} call{'s' if tree.calls != 1 else ''}"
    parts = [f"{calls}: {levels} level{'s' if levels != 1 else ''}, options {sizes or 'none'}"]
    person = way_to_person(tree)
    if person is not None and person.came:
        parts.append(f"a person after {person.seconds:.0f} s by {person.name}")
    elif person is not None:
        parts.append("no way to a person")
    if not tree.whole:
        parts.append("more of it was left untried, for want of time")
    if tree.left_out:
        quoted = ", ".join(f"“{words}”" for words in dict.fromkeys(tree.left_out))
        parts.append(f"not tried, since it acts: {quoted}")
    if read := read_out(tree):
        parts.append(f"reads out: {', '.join(read)}")
    return "; ".join(parts)


def read_out(tree: Tree) -> tuple[str, ...]:
    """Give the numbers, prices, times and opening hours that are said anywhere."""
    found = [
        piece
        for text in dict.fromkeys(line for text in tree.texts for line in text.splitlines())
        for kind in READ_OUT
        for piece in language.find(kind, text)
        if piece
    ]
    return tuple(dict.fromkeys(found))[:12]


def _odd(branch: Branch) -> bool:
    """Say whether a call did what no option says: silence, or a key of no option."""
    return any(not words for words in branch.words)


def _dead_ends(tree: Tree) -> Iterator[Noticed]:
    for branch in tree.branches:
        if branch.trouble:
            yield Noticed("dead end", f"{branch.name}: {branch.trouble}"[: 2 * LONGEST])
        elif _odd(branch) or not branch.chosen:
            continue
        elif branch.over and not branch.said.strip() and not branch.person:
            yield Noticed("dead end", f"{branch.name}: hangs up without an answer")
        elif "for ever" in branch.end:
            yield Noticed("dead end", f"{branch.name}: the same is played for ever")
        elif branch.back_to is not None and _unsaid_loop(tree, branch):
            where = _name_of(tree, branch.back_to)
            yield Noticed("dead end", f"{branch.name} leads back to {where}, without an answer")


def _unsaid_loop(tree: Tree, branch: Branch) -> bool:
    """Say whether an option leads back where its caller was, and does not say so."""
    back = branch.back_to or ()
    chosen = branch.chosen[: len(back)] == back
    menu = next((b for b in tree.branches if b.chosen == branch.chosen[:-1]), None)
    option = next((o for o in menu.options if o.key == branch.chosen[-1]), None) if menu else None
    return chosen and option is not None and not option.goes_back


def _name_of(tree: Tree, chosen: tuple[str, ...]) -> str:
    return next((b.name for b in tree.branches if b.chosen == chosen), "a menu before")


def _person(tree: Tree) -> Iterator[Noticed]:
    person = way_to_person(tree)
    if person is None:
        return
    if not person.came:
        yield Noticed("no way to a human", "nothing in the menu leads to a person")
        return
    zero = next((b for b in tree.branches if b.chosen == (PERSON,)), None)
    if zero is not None and not zero.person:
        says = f"0 does not lead to a person; {person.name} does, after {person.seconds:.0f} s"
        yield Noticed("no way to a human", says)
    if person.seconds > PATIENCE_SECONDS:
        yield Noticed("too slow", f"a person is rung after {person.seconds:.0f} s of menu")


def _effort(tree: Tree) -> Iterator[Noticed]:
    menus = [b for b in tree.branches if b.options and b.back_to is None and not _odd(b)]
    for menu in menus:
        if len(menu.options) > MOST_OPTIONS:
            yield Noticed("too much effort", f"{menu.name}: {len(menu.options)} options at once")
    levels = max((len(b.chosen) + 1 for b in menus), default=0)
    if levels > MOST_LEVELS:
        yield Noticed("too much effort", f"the menu is {levels} levels deep")


def _silence(tree: Tree) -> Iterator[Noticed]:
    for branch in tree.branches:
        if branch.chosen != (SILENCE,) or branch.trouble:
            continue
        if branch.repeats:
            yield Noticed("dead end", "who presses nothing is told the same again and again")
        elif branch.over and not branch.person and not branch.said.strip():
            says = f"who presses nothing is cut off after {branch.seconds:.0f} s without a word"
            yield Noticed("dead end", says)


def _wrong_keys(tree: Tree) -> Iterator[Noticed]:
    for branch in tree.branches:
        odd = branch.chosen[-1:] not in ((SILENCE,), (PERSON,), ()) and not branch.words[-1]
        if odd and branch.over and not branch.person and not branch.trouble:
            said = f" after “{branch.said[:LONGEST]}”" if branch.said.strip() else ""
            yield Noticed("dead end", f"{branch.name}, a wrong one, ends the call{said}")
