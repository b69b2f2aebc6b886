"""What a rewind takes back is kept, because consumers may have told others of it."""

from indexer.bus.correlation import CORRELATION
from indexer.store import Store

RECORD = """
INSERT INTO chain.rewind (chain_id, number, from_block, to_block, at)
SELECT %(chain_id)s, coalesce(max(number), 0) + 1, %(from_block)s, %(to_block)s, now()
  FROM chain.rewind WHERE chain_id = %(chain_id)s
RETURNING number
"""
KEEP = f"""
INSERT INTO chain.orphan (chain_id, rewind, block_number, log_index, tx_hash, timestamp, market, contract, name,
                          subject, args, correlation)
SELECT chain_id, %(rewind)s, block_number, log_index, tx_hash, timestamp, market, contract, name, subject, args,
       {CORRELATION}
  FROM chain.event AS e WHERE chain_id = %(chain_id)s AND block_number > %(above)s
"""


def record(store: Store, from_block: int, to_block: int, lost_above: int) -> None:
    """Says that blocks above `to_block` go, and keeps the events above `lost_above`, which may never come again.

    Part of a transaction that holds the cursor's row, before the events and the rows change: so the numbers have no gap
    and grow in the order of the commits.
    """
    at = {"chain_id": store.chain_id, "from_block": from_block, "to_block": to_block}
    row = store.connection.execute(RECORD, at).fetchone()
    if row is not None:
        store.connection.execute(KEEP, {"chain_id": store.chain_id, "rewind": row[0], "above": lost_above})
