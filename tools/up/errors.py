"""What can go wrong before or while a market starts. Each message is one line that says what to do."""


class CannotStart(Exception):
    """The market cannot start; the message says what to do about it."""


class ChildDied(Exception):
    """A process of the market ended by itself; the message carries the end of its log."""
