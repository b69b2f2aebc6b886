"""What stops the indexer, or makes it try again."""


class Misconfigured(Exception):
    """The operator has to change something. The message is one line that says what; the exit code is 1."""


class Stopped(Exception):
    """The process was asked to end."""


class LeadershipLost(Exception):
    """Another indexer leads this chain now: nothing was committed."""


class RpcError(Exception):
    """A node did not give an answer that can be used; another try may."""


class TooMuch(RpcError):
    """The node would have to send more than it likes to: ask for a smaller range."""


class Inconsistent(RpcError):
    """The node's answer contradicts itself or what is known of the chain."""


class Absent(Inconsistent):
    """The node does not have a block, which is no contradiction while it has not shown a head as high."""

    def __init__(self, number: int, message: str = "") -> None:
        super().__init__(message or f"block {number} is missing")
        self.number = number


class Unconfirmed(RpcError):
    """A second node does not say the same yet."""


class WrongChain(RpcError):
    """The node serves another chain than the deployments are on. The message is one line for the operator."""
