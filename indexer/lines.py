"""Lines of COPY's text format for the tables that are only appended to, made from the node's own hex strings.

https://www.postgresql.org/docs/current/sql-copy.html (File Formats, Text Format)
"""

from datetime import UTC, datetime

from indexer.chain import Header
from indexer.fold import Decoded

NULL = "\\N"


def event_line(chain_id: int, item: Decoded) -> str:
    """A row of `chain.event`."""
    entry, decoder, event = item
    contract = entry.contract
    name, subject, args = NULL, "market", NULL
    if decoder is not None and event is not None:
        name, subject = event.name, decoder.subject(event.args)
        args = decoder.to_json(event.args).replace("\\", "\\\\")
    # A backslash is doubled once for COPY, and within an array once more for the array.
    topics = ",".join([f'"\\\\\\\\x{topic[2:]}"' for topic in entry.topics])
    return (
        f"{chain_id}\t{entry.block_number}\t{entry.log_index}\t\\\\x{entry.block_hash[2:]}\t\\\\x{entry.tx_hash[2:]}\t"
        f"{entry.tx_index}\t{entry.timestamp}\t{contract.market}\t{contract.name}\t\\\\x{contract.address.hex()}\t"
        f"{name}\t{subject}\t{args}\t{{{topics}}}\t\\\\x{entry.data[2:]}\n"
    )


def block_line(chain_id: int, header: Header) -> str:
    """A row of `chain.block`."""
    timestamp = datetime.fromtimestamp(int(header.timestamp, 16), UTC)
    return f"{chain_id}\t{header.height}\t\\\\x{header.hash[2:]}\t\\\\x{header.parent_hash[2:]}\t{timestamp}\n"
