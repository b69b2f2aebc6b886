"""Lines of COPY's text format for the tables that are only appended to, made from the node's own hex strings.

https://www.postgresql.org/docs/current/sql-copy.html (File Formats, Text Format)
"""

from datetime import UTC, datetime
from typing import NamedTuple

from indexer.chain import Blocks, Header, Tip
from indexer.copying import NULL, stamp
from indexer.fold import Decoded


class Prepared(NamedTuple):
    """Consecutive blocks whose events are decoded and written out, ready to be committed.

    `event_lines` are those of `chain.event`; `head` is the newest block that a node has shown.
    """

    headers: list[Header]
    decoded: list[Decoded]
    event_lines: str
    head: int

    @property
    def tip(self) -> Tip:
        return Tip(self.headers[-1].height, self.headers[-1].hash)


def prepare(chain_id: int, blocks: Blocks, decoded: list[Decoded]) -> Prepared:
    lines = "".join([event_line(chain_id, item) for item in decoded])
    return Prepared(blocks.headers, decoded, lines, blocks.head)


def event_line(chain_id: int, item: Decoded) -> str:
    """A row of `chain.event`."""
    entry, decoder, event = item.entry, item.decoder, item.event
    name, subject, args = NULL, "market", NULL
    if decoder is not None and event is not None:
        name, subject = event.name, decoder.subject(event.args)
        args = decoder.to_json(event.args).replace("\\", "\\\\")
    # A backslash is doubled once for COPY, and within an array once more for the array.
    topics = ",".join(entry.topics).replace("0x", "\\\\\\\\x")
    return (
        f"{chain_id}\t{entry.block_number}\t{entry.log_index}\t\\\\x{entry.block_hash[2:]}\t\\\\x{entry.tx_hash[2:]}\t"
        f"{entry.tx_index}\t{stamp(entry.timestamp)}\t{entry.contract.columns}\t"
        f"{name}\t{subject}\t{args}\t{{{topics}}}\t\\\\x{entry.data[2:]}\n"
    )


def block_line(chain_id: int, header: Header) -> str:
    """A row of `chain.block`."""
    timestamp = datetime.fromtimestamp(int(header.timestamp, 16), UTC)
    return f"{chain_id}\t{header.height}\t\\\\x{header.hash[2:]}\t\\\\x{header.parent_hash[2:]}\t{timestamp}\n"
