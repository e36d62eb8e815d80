"""A call under way: what the caller has heard, at which second, and what they can do now.

Time is reckoned, not waited: speech at 150 words a minute, pauses, silence until the menu
gives up waiting, and the real seconds that the menu takes to answer. A caller who knows the
option presses as soon as it was read out, where the menu lets itself be interrupted.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urljoin

from .figures import in_figures
from .line import Line
from .menu import WORDS_A_MINUTE, Act, BadMenu, End, Go, Listen, Say, Sound
from .options import Option, options_in

MOST_HOPS = 25  # answers in a row in which nobody is asked anything
MOST_SECONDS = 1800.0  # spoken
MOST_REPEATED = 3  # times that a caller listens to one announcement


@dataclass(frozen=True, slots=True)
class Heard:
    """Something that the caller heard or did, from a second of the call on."""

    seconds: float
    words: str
    ends: float = 0.0
    mine: bool = False  # done by the caller


@dataclass(slots=True)
class Call:
    """One call; `listening` or `ended` says where it stands."""

    line: Line
    clock: float = 0.0
    keys: int = 0
    heard: list[Heard] = field(default_factory=list)
    since: int = 0  # what was heard from here on came after the last choice
    listening: Listen | None = None
    ended: End | None = None
    _rest: list[Act] = field(default_factory=list)
    _address: str = ""

    def dial(self, address: str, method: str = "POST") -> None:
        """Ring, and hear what the menu says first."""
        self._address = address
        self._go(Go(address, method), {})

    @property
    def options(self) -> tuple[Option, ...]:
        """What can be chosen now, as far as it was said."""
        return options_in(self.said)

    @property
    def said(self) -> str:
        """What was said since the last choice."""
        return " ".join(one.words for one in self.heard[self.since :] if not one.mine)

    @property
    def menu(self) -> tuple[object, ...]:
        """What tells one menu from another: its options, and where the choice is sent."""
        listen = self.listening
        options = tuple((one.key, one.words) for one in self.options)
        return (options or self.said, listen and urljoin(self._address, listen.address))

    def text(self) -> str:
        """Give all that was said, a line an announcement, numbers in figures."""
        return "\n".join(in_figures(one.words) for one in self.heard if not one.mine)

    def transcript(self) -> str:
        """Give the call as it went, each line with its second."""
        return "\n".join(f"{o.seconds:6.1f} {'> ' if o.mine else ''}{o.words}" for o in self.heard)

    def press(self, keys: str) -> None:
        """Press keys where the menu listens."""
        self.clock -= _spared(self.listening, keys)
        listen = self._answered(f"presses {keys}")
        self.keys += len(keys)
        digits = keys.rstrip("#") or keys
        if listen.digits is None or len(digits) < listen.digits:
            if listen.finish and f"{listen.finish}" in keys:
                digits = keys.partition(listen.finish)[0]
            else:
                self.clock += listen.seconds
        told = {"Digits": digits[: listen.digits], "msg": "Gather End"}
        self._go(Go(listen.address or self._address, listen.method), told)

    def speak(self, words: str) -> None:
        """Say something where the menu listens for speech."""
        listen = self._answered(f"says “{words}”")
        self.clock += Say(words).seconds
        told = {"SpeechResult": words, "Confidence": "0.9"}
        self._go(Go(listen.address or self._address, listen.method), told)

    def wait(self) -> None:
        """Press nothing, and hear what becomes of it."""
        listen = self._answered("waits")
        self.clock += listen.seconds
        if listen.empty_too:
            self._go(Go(listen.address or self._address, listen.method), {"Digits": ""})
        elif (on := self._play()) is not None:
            self._go(on, {})

    def _answered(self, words: str) -> Listen:
        listen = self.listening
        if listen is None:
            raise BadMenu("nothing listens here")
        self.listening = None
        self.heard.append(Heard(round(self.clock, 1), words, self.clock, mine=True))
        self.since = len(self.heard)
        return listen

    def _go(self, go: Go, told: dict[str, str]) -> None:
        for _ in range(MOST_HOPS):
            self._rest = []
            answer = self.line.ask(urljoin(self._address, go.address), go.method, told)
            self.clock += answer.seconds
            self._address, self._rest, told = answer.address, list(answer.acts), {}
            on = self._play()
            if on is None:
                return
            go = on
        raise BadMenu(f"it sends the call on {MOST_HOPS} times without asking anything")

    def _play(self) -> Go | None:
        """Hear what is left of the answer; gives where the call goes on, if elsewhere."""
        while self._rest:
            act = self._rest.pop(0)
            if isinstance(act, Say | Sound):
                self._hear(act)
            elif isinstance(act, Listen):
                for one in act.prompt:
                    self._hear(one)
                self.listening = act
                return None
            elif isinstance(act, Go):
                return act
            else:
                self.ended = act
            if self.ended:
                return None
        self.ended = End("hang up", "nothing more is said")
        return None

    def _hear(self, act: Say | Sound) -> None:
        words = act.words if isinstance(act, Say) else f"[{act.name}]" if act.name else ""
        began, times = self.clock, act.times if isinstance(act, Say) else 1
        one = act.seconds / max(times, 1)
        self.clock += min(act.seconds, one * max(MOST_REPEATED, 1))
        if words:
            self.heard.append(Heard(round(began, 1), words, began + one))
        endless = isinstance(act, Sound) and act.endless
        if endless or times > MOST_REPEATED:
            self.ended = End("for ever")
        elif self.clock > MOST_SECONDS:
            self.ended = End("hang up", f"more than {MOST_SECONDS / 60:g} minutes are spoken")


def _spared(listen: Listen | None, keys: str) -> float:
    """Give the seconds of a prompt that a caller need not hear: those after the option."""
    prompt = listen.prompt if listen is not None else ()
    said = " ".join(act.words for act in prompt if isinstance(act, Say))
    option = next((one for one in options_in(said) if one.key == keys), None)
    return len(said[option.end :].split()) * 60 / WORDS_A_MINUTE if option else 0.0
