"""`@HHMM`: the time at which the next step really happened, typed before it inside a dialog."""

from __future__ import annotations

from dataclasses import dataclass

from deskapp.keys import Press

DIGITS = 4


@dataclass
class ClockPrefix:
    """What was typed behind `@`.  `clock` is the finished time ("18:20"), empty while there is none."""

    typed: str = ""
    open: bool = False
    clock: str = ""

    def key(self, press: Press) -> bool:
        """Take `@`, then four digits; False if the key is not for this.  Anything else ends the typing.

        A time that does not exist (2570) is dropped with the digits, so that it can be typed again.
        """
        if press.name == "@":
            self.typed, self.open, self.clock = "", True, ""
            return True
        if not self.open:
            return False
        if press.name == "backspace":
            self.typed = self.typed[:-1]
            return True
        if not press.name.isdecimal():
            self.open, self.typed = False, ""
            return False
        self.typed += press.name
        if len(self.typed) == DIGITS:
            hour, minute = self.typed[:2], self.typed[2:]
            self.clock = f"{hour}:{minute}" if int(hour) < 24 and int(minute) < 60 else ""
            self.open, self.typed = bool(not self.clock), ""
        return True

    @property
    def shown(self) -> str:
        """As it stands on the screen: "@18__", "@18:20", empty if nothing was typed."""
        if self.open:
            return "@" + self.typed.ljust(DIGITS, "_")
        return f"@{self.clock}" if self.clock else ""
