"""Talk to a chat: say something, hear the answer, until what is waited for is said.

An answer is over when the conversation has not changed for a second and a half: bots send
second messages. Its first word is timed by the page's clock. Our own message is never taken
for an answer, nor is "… is typing". Who has no mouse presses Enter in the field; where that
sends nothing, the button.

What it does not know: chats in closed shadow roots, and voices.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from desireline.scenarios.walk_channels import Chat

from ..page.locate import NotThere
from ..page.text import fold, script, seen_frames
from ..words import quoted

if TYPE_CHECKING:
    from playwright.sync_api import Frame, JSHandle, Locator, Page

    Go = Callable[[Locator, bool], int]  # goes to a thing (back) by keys, and gives how many

QUIET_SECONDS = 1.5  # 0.6 cut off second messages
GREETING_MS = 600.0  # a greeting that is still coming in is no answer
SETTLED_MS = 400.0  # once the awaited words are there: the rest of their sentence
LONGEST_MS = 60_000.0  # an answer that never falls silent is heard so long
SILENT_TURNS = 2  # nobody asks a third time into silence
LONGEST_TRANSCRIPT = 20_000
LOOK_MS = 100
SENT_MS = 700  # in which Enter has sent a message, or does not
STANDS = "(field) => String(field.value ?? field.innerText)"
FIELDS = "input:not([type=hidden]), textarea, [contenteditable]:not([contenteditable=false])"
QUEUED = (
    r"\bqueue\b|\bwaiting (list|line)\b|\bconnect(ing)? you\b|\btransfer(ring)? you\b"
    r"|\bhand(ing)? you over\b|\bnext (available|free)\b|\bplease (hold|wait)\b|\bone moment\b"
    r"|warteschlange|verbinde sie|file d.attente"
)


@dataclass(frozen=True, slots=True)
class Talk:
    """How a conversation went."""

    turns: int  # how often we said it
    human_came: bool  # what was waited for was said
    answers_seconds: float | None  # from the first send to the first word; None: no answer
    transcript: str  # "> " is ours, "< " the site's
    trouble: str = ""  # what a person would have stumbled over: no field, a dead button
    keys: int = 0
    clicks: int = 0


@dataclass(slots=True)
class _Talking:
    """A conversation under way."""

    chat: Chat
    frame: Frame
    writing: Locator  # the field
    within_ms: float
    quiet_ms: float
    go: Go | None = None  # by keys alone
    back: bool = False  # the focus stands on the button, behind the field
    keys: int = 0
    clicks: int = 0
    turns: int = 0
    silent: int = 0
    came: bool = False
    trouble: str = ""
    sent: float | None = None  # page's clock, ms since 1970
    first: float | None = None
    known: list[str] | None = None  # the lines heard so far
    lines: list[str] = field(default_factory=list)


def talk(
    page: Page,
    chat: Chat,
    *,
    within: float = 6.0,
    quiet: float = QUIET_SECONDS,
    go: Go | None = None,
) -> Talk:
    """Say `chat.say` until `chat.until` is answered, at most `chat.turns` times.

    `within` (seconds) is how long to wait for the field, for the first word of each answer,
    and for more after an announced queue; `quiet` (seconds) of silence end an answer. A
    missing field or a dead button is told in `trouble`, not raised. `go` is how somebody
    without a mouse goes to a thing; NotThere when they can't.
    """
    found = _find_field(page, chat.label, within * 1000)
    if found is None:
        return Talk(0, False, None, "", f"no field “{chat.label}” to write in")
    talking = _Talking(chat, *found, within_ms=within * 1000, quiet_ms=quiet * 1000, go=go)
    _let_greet(talking)
    while not _is_over(talking):
        _take_turn(talking)
    waited = None
    if talking.first is not None and talking.sent is not None:
        waited = max(0.0, talking.first - talking.sent) / 1000
    transcript = "\n".join(talking.lines)[:LONGEST_TRANSCRIPT]
    return Talk(
        talking.turns,
        talking.came,
        waited,
        transcript,
        talking.trouble,
        talking.keys,
        talking.clicks,
    )


def _is_over(talking: _Talking) -> bool:
    asked = talking.turns >= talking.chat.turns or talking.silent >= SILENT_TURNS
    return talking.came or asked or bool(talking.trouble)


def _find_field(page: Page, label: str, within_ms: float) -> tuple[Frame, Locator] | None:
    """Look for the field in all frames: as a text box of this name, else by its label."""
    for _ in range(max(1, round(within_ms / LOOK_MS))):
        for frame in seen_frames(page):
            for writing in _fields(frame, label):
                if writing.count():
                    return frame, writing.first
        page.wait_for_timeout(LOOK_MS)
    return None


def _fields(frame: Frame, label: str) -> list[Locator]:
    ways = [
        frame.get_by_role("textbox", name=label, exact=True),
        frame.get_by_role("textbox", name=label),
        frame.get_by_label(label).and_(frame.locator(FIELDS)),
    ]
    return [way.locator("visible=true") for way in ways]


def _let_greet(talking: _Talking) -> None:
    """Wait until the conversation stands still, so that a greeting is no answer."""
    listening = _listen(talking, said="")
    heard = _hear(talking, listening, quiet=GREETING_MS, patience=GREETING_MS)
    talking.known = heard["known"]
    talking.lines += [f"< {fold(line)}" for line in heard["known"]]


def _take_turn(talking: _Talking) -> None:
    """Say it once and hear the answer."""
    from playwright.sync_api import TimeoutError as NotInTime

    said = talking.chat.say
    try:
        listening = _listen(talking, said=said)
        if listening.evaluate("it => it.look().heard"):  # it was said between two turns
            talking.came = True
            return
        if talking.go is None:
            _send(talking)
        else:
            _send_by_keys(talking, talking.go, listening)
    except NotInTime as trouble:
        talking.trouble = f"could not send: {fold(str(trouble).splitlines()[0])}"
        return
    talking.turns += 1
    talking.lines.append(f"> {fold(said)}")
    _note(talking, _hear(talking, listening, quiet=talking.quiet_ms, patience=talking.within_ms))


def _note(talking: _Talking, heard: dict[str, Any]) -> None:
    talking.silent = 0 if heard["lines"] else talking.silent + 1
    talking.came = heard["heard"]
    talking.known = heard["known"]
    talking.lines += [f"< {fold(line)}" for line in heard["lines"]]
    if talking.sent is None:
        talking.sent = heard["sent"]
    if talking.first is None:
        talking.first = heard["first"]


def _listen(talking: _Talking, *, said: str) -> JSHandle:
    want = {"before": talking.known, "said": said, "queued": QUEUED}
    want["until"] = talking.chat.until if said else ""
    listen = script("(field, want) => listen(field, want)", "channels/chat.js")
    return talking.writing.evaluate_handle(listen, want, timeout=talking.within_ms)


def _hear(
    talking: _Talking, listening: JSHandle, *, quiet: float, patience: float
) -> dict[str, Any]:
    """Wait until the answer is over; when sending loaded a new page, read that."""
    from playwright.sync_api import Error

    began: float | None = None
    try:
        while True:
            heard = listening.evaluate("it => it.look()")
            began = heard["now"] if began is None else began
            if _is_said(heard, began, quiet=quiet, patience=patience):
                return dict(listening.evaluate("it => it.stop()"))
            talking.frame.wait_for_timeout(LOOK_MS)
    except Error as trouble:
        if "context was destroyed" not in str(trouble):  # it was no new page: not ours to judge
            raise
        return _hear_new_page(talking)


def _is_said(heard: dict[str, Any], began: float, *, quiet: float, patience: float) -> bool:
    """Tell whether the answer is over, by the page's clock (ms)."""
    now = heard["now"]
    if now - began > LONGEST_MS:
        return True
    if heard["last"] is None:
        return bool(now - began >= patience)
    still = SETTLED_MS if heard["heard"] else quiet
    if heard["queued"] and not heard["heard"]:
        still = max(quiet, patience)
    return bool(now - heard["last"] >= still)


def _hear_new_page(talking: _Talking) -> dict[str, Any]:
    talking.frame.wait_for_load_state("domcontentloaded")
    want = {"before": talking.known or [], "said": talking.chat.say, "until": talking.chat.until}
    read = script("(field, want) => loaded(logFor(field), want)", "channels/chat.js")
    return dict(talking.writing.evaluate(read, want, timeout=talking.within_ms))


def _send(talking: _Talking) -> None:
    talking.writing.fill(talking.chat.say, timeout=talking.within_ms)
    talking.keys += len(talking.chat.say)
    talking.clicks += 1
    if button := _button(talking):
        button.click(timeout=talking.within_ms)
    else:
        talking.writing.press("Enter", timeout=talking.within_ms)


def _button(talking: _Talking) -> Locator | None:
    for exact in (True, False):
        button = talking.frame.get_by_role("button", name=talking.chat.send, exact=exact)
        if button.count():
            return button.first
    return None


def _send_by_keys(talking: _Talking, go: Go, listening: JSHandle) -> None:
    """Write and press Enter; then the button, when the words still stand there unsent."""
    keyboard, said = talking.frame.page.keyboard, talking.chat.say
    talking.keys += go(talking.writing, talking.back) + len(said) + 1
    talking.back = False
    keyboard.press("ControlOrMeta+a")
    keyboard.type(said)
    keyboard.press("Enter")
    if _is_sent(talking, listening) or (button := _button(talking)) is None:
        return
    try:
        talking.keys += go(button, False) + 1
    except NotThere as trouble:
        what = f"{quoted(talking.chat.send)} can't be reached with the keyboard"
        raise NotThere(f"Enter does not send, and {what}") from trouble
    keyboard.press("Enter")
    talking.back = True


def _is_sent(talking: _Talking, listening: JSHandle) -> bool:
    """Wait until the field is empty, or the words stand in the conversation."""
    from playwright.sync_api import Error

    said = fold(talking.chat.say)
    before = sum(said in fold(line) for line in talking.known or ())
    for _ in range(SENT_MS // LOOK_MS):
        try:
            stands = fold(talking.writing.evaluate(STANDS, timeout=talking.within_ms))
            heard = listening.evaluate("it => it.look()")
        except Error:  # a new page has come
            return True
        now = sum(said in fold(line) for line in heard["known"])
        if said not in stands or heard["lines"] or now > before:
            return True
        talking.frame.wait_for_timeout(LOOK_MS)
    return False
