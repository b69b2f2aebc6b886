"""`python -m indexer status`: what the database says of each chain."""

from datetime import datetime
from typing import Any

from psycopg import Connection
from psycopg.rows import dict_row

from indexer.leader import LOCK
from indexer.scrape import WAITING

STATUS = """
SELECT c.chain_id, c.status, c.block_number AS block, '0x' || encode(c.block_hash, 'hex') AS block_hash,
       c.head_number AS head, greatest(c.head_number - c.block_number, 0) AS blocks_behind,
       round(extract(epoch FROM clock_timestamp() - c.head_seen_at)::numeric) AS head_seen_seconds_ago,
       c.epoch, c.markets, c.undo_from,
       (SELECT count(*) FROM chain.event AS e WHERE e.chain_id = c.chain_id) AS events,
       (SELECT count(*) FROM chain.event AS e WHERE e.chain_id = c.chain_id AND e.name IS NULL) AS unknown_events,
       l.finality, coalesce(l.events_per_second, 0) AS events_per_second, l.host, l.pid, l.since,
       l.error, l.error_at,
       EXISTS (SELECT 1 FROM pg_locks AS k WHERE k.locktype = 'advisory' AND k.granted AND k.classid = %s
                  AND k.objid = c.chain_id
                  AND k.database = (SELECT oid FROM pg_database WHERE datname = current_database())) AS led
  FROM chain.cursor AS c LEFT JOIN chain.leader AS l USING (chain_id) ORDER BY c.chain_id
"""
PROVIDERS = "SELECT name, state, reason FROM chain.provider WHERE chain_id = %s ORDER BY name"


def status(connection: Connection[Any]) -> list[dict[str, Any]]:
    """One entry a chain, ready for JSON."""
    with connection.cursor(row_factory=dict_row) as cursor:
        chains = cursor.execute(STATUS, (LOCK,)).fetchall()
        waiting = connection.execute(WAITING).fetchall()
        for chain in chains:
            chain_id = chain["chain_id"]
            chain["leader"] = _leader(chain)
            chain["last_error"] = {"reason": chain.pop("error"), "at": _iso(chain.pop("error_at"))}
            chain["providers"] = cursor.execute(PROVIDERS, (chain_id,)).fetchall()
            chain["consumers"] = [{"name": name, "events_behind": lag} for of, name, lag in waiting if of == chain_id]
    return chains


def _leader(chain: dict[str, Any]) -> dict[str, Any] | None:
    """None while no session leads."""
    found = {"host": chain.pop("host"), "pid": chain.pop("pid"), "since": _iso(chain.pop("since"))}
    return found if chain.pop("led") and found["host"] else None


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="seconds")


def shown(chain: dict[str, Any]) -> str:
    """One chain as text."""
    leader, error = chain["leader"], chain["last_error"]
    who = f"{leader['host']} (process {leader['pid']}) since {leader['since']}" if leader else "nobody"
    seen = "never" if chain["head_seen_seconds_ago"] is None else f"{chain['head_seen_seconds_ago']} s ago"
    lines = [
        f"chain {chain['chain_id']}: {chain['status']}",
        f"  block {chain['block']}, head {chain['head']} ({seen}), {chain['blocks_behind']} behind; "
        f"finality {chain['finality']}, blocks from {chain['undo_from']} on can be undone",
        f"  leader {who}, epoch {chain['epoch']}, {chain['events_per_second']:,.0f} events/s",
        f"  markets {', '.join(map(str, chain['markets']))}; {chain['events']} events, "
        f"{chain['unknown_events']} of them unknown",
        f"  last error {error['at']}: {error['reason']}" if error["reason"] else "  no error",
        *(f"  node {each['name']} {each['state']} {each['reason']}".rstrip() for each in chain["providers"]),
        *(f"  consumer {each['name']}, {each['events_behind']} events behind" for each in chain["consumers"]),
    ]
    return "\n".join(lines)
