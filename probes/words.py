"""A step, a target and a persona in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath
from shlex import quote

from desireline.scenarios.errors import DesirelineError
from desireline.scenarios.walk_persona import Persona
from desireline.scenarios.walk_step import Step
from desireline.scenarios.walk_target import Target

from .seen import TouchpointSeen, WalkSeen, machine_was_busy

LONGEST_NAME = 80  # characters between quotation marks
LONGEST_TEXT = 1_000
QUOTED = re.compile(rf"“([^“”]{{{LONGEST_NAME + 1},}})”")


def quoted(text: str) -> str:
    """Put a name between quotation marks, whole: a secret in it may not be cut in pieces."""
    return f"“{' '.join(text.split())}”"


def shortened(text: str) -> str:
    """Shorten what stands between quotation marks, and the whole, once secrets are out of it."""
    short = QUOTED.sub(lambda found: f"“{found[1][: LONGEST_NAME - 1]}…”", text)
    return short if len(short) <= LONGEST_TEXT else f"{short[: LONGEST_TEXT - 1]}…"


def target_in_words(target: Target) -> str:
    """Say what is looked for: link “Shop boots” in navigation."""
    kinds = {
        "any": "thing to click named",
        "label": "field",
        "text": "words",
        "testid": "test id",
        "css": "css",
    }
    where = f" in {target.inside}" if target.inside else ""
    return f"{kinds.get(target.how, target.how)} {quoted(target.name)}{where}"


def step_in_words(step: Step) -> str:
    """Say what a step does; values are named as the file names them, never resolved."""
    if target := step.click or step.check or step.expect or step.dismiss or step.download:
        kind = "" if target.how == "any" else f"{target.how} "
        where = f" in {target.inside}" if target.inside else ""
        return f"{step.verb} {kind}{quoted(target.name)}{where}"
    if filling := step.fill or step.choose:
        with_what = filling.put if step.verb == "choose" or "$" in filling.put else "…"
        return f"{step.verb} {quoted(filling.label)} with {with_what}"
    if step.upload:
        return f"upload {PurePath(step.upload.file).name} as {quoted(step.upload.label)}"
    if step.dialog:
        says = f" {quoted(step.dialog.says)}" if step.dialog.says else ""
        return f"{step.dialog.answer} the box{says} of the next step"
    if step.run:
        return f"run {PurePath(step.run).name}"
    if facts := step.remember or step.same:
        return f"{step.verb} {', '.join(facts)}"
    if step.inbox:
        return f"look for a mail {quoted(step.inbox.subject)}"
    if step.attachment:
        return f"read the mail's file {quoted(step.attachment.name)}"
    if step.sms:
        said = [f"from {quoted(step.sms.sender)}" if step.sms.sender else ""]
        said += [f"with {quoted(step.sms.says)}" if step.sms.says else ""]
        return " ".join(filter(None, ["look for a text message", *said]))
    if step.chat:
        return f"chat until {quoted(step.chat.until)}"
    if step.call:
        chosen = (
            f" and choose {', '.join(map(quoted, step.call.choose))}" if step.call.choose else ""
        )
        return f"call {quoted(step.call.menu)}{chosen}"
    if step.api:
        return f"{step.api.method} {quoted(step.api.address)}"
    return f"{step.verb} {step.open or step.press}"


def persona_in_words(persona: Persona) -> str:
    """Say who walks: newcomer, Pixel 7, slow-4g, en-GB."""
    slow = f"processor {persona.cpu:g}x slower" if persona.cpu else ""
    size = "x".join(map(str, persona.viewport)) if persona.viewport else ""
    tastes = ["dark" if persona.dark else "", "no motion" if persona.reduced_motion else ""]
    tastes += ["keyboard only" if persona.keyboard_only else ""]
    device = persona.device or "desktop"
    parts = [persona.segment, device, size, persona.network, slow, *tastes, persona.locale]
    return ", ".join(part for part in parts if part)


def line_of(stop: TouchpointSeen) -> str:
    """Give the line that is told when a stop is over: ok  checkout  1.2 s  4 fields."""
    seconds = f"{stop.loads_seconds:.1f} s" if stop.loads_seconds is not None else ""
    fields = f"{stop.fields} field{'s' if stop.fields != 1 else ''}" if stop.fields else ""
    parts = [f"{stop.verdict:<14}", f"{stop.touchpoint:<20}", f"{seconds:>7}", fields, stop.message]
    return "  ".join(part for part in parts if part).rstrip()


def in_words(trouble: DesirelineError) -> str:
    """Give an error's sentence and advice in one line."""
    hint = " ".join(trouble.hint.split())
    return f"{trouble.what} ({hint})" if hint else trouble.what


def table_of(walk: WalkSeen, folder: PurePath | None = None) -> str:
    """Give a walk as a table for the terminal: its verdict, then a line for each touchpoint.

    `folder` is where its pictures and films are kept; they are named where something failed.
    """
    head = f"{walk.walk}: {walk.verdict} ({walk.persona}; {walk.seconds:.1f} s)"
    lines = [f"{head}: {walk.message}" if walk.message else head]
    lines.append(f"  {'touchpoint':<20}  {'verdict':<14}  {'loads':>7}  clicks  fields  keys")
    for stop in walk.touchpoints:
        loads = f"{stop.loads_seconds:.2f} s" if stop.loads_seconds is not None else "–"
        counts = f"{stop.clicks:>6}  {stop.fields:>6}  {stop.keys:>4}"
        lines.append(f"  {stop.touchpoint:<20}  {stop.verdict:<14}  {loads:>7}  {counts}")
        if stop.message:
            lines.append(f"    {stop.message}")
        lines += [f"    {one}" for one in stop.unseen]
        if folder is not None and stop.verdict == "failed" and stop.picture:
            lines.append(f"    picture: {folder / stop.picture}")
    left = [step for step in walk.after if step.verdict in ("failed", "could not look")]
    lines += [f"  not tidied up: {step.says}: {step.message}" for step in left]
    lines += [f"  {line}" for line in (*_doubts(walk), *_films(walk, folder))]
    return "\n".join(lines)


def _doubts(walk: WalkSeen) -> Iterator[str]:
    if walk.beside_others:
        yield "walked beside others: its times are not comparable"
    if machine_was_busy(walk) and walk.cpu_index is not None:
        before, after = walk.cpu_index
        yield f"this machine was busy (CPU index {before:.0f}, then {after:.0f}): doubt its times"


def _films(walk: WalkSeen, folder: PurePath | None) -> Iterator[str]:
    if folder is None:
        return
    first = walk.first_try.files if walk.first_try else ()
    files = [folder / name for name in (*walk.files, *first)]
    yield from (f"kept: {file}" for file in files)
    yield from (*walk.unkept, *(walk.first_try.unkept if walk.first_try else ()))
    traces = [file for file in files if file.name.endswith(".trace.zip")]
    if traces:
        yield f"look at it: playwright show-trace {quote(str(traces[0]))}"
