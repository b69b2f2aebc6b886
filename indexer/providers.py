"""How the nodes stand, written where the API can read it."""

from datetime import UTC, datetime

from indexer.errors import LeadershipLost
from indexer.rpc import Nodes
from indexer.standing import Report
from indexer.store import Store


class Providers:
    """Writes `chain.provider` when something in it has changed."""

    def __init__(self, nodes: Nodes) -> None:
        self.nodes = nodes
        self._told: list[Report] = []
        self._since: dict[tuple[str, str], datetime] = {}

    def tell(self, store: Store) -> None:
        """Says how the nodes stand now. Raises `LeadershipLost`."""
        reports = self.nodes.reports()
        if reports == self._told:
            return
        now = datetime.now(UTC)
        self._since = {(each.name, each.state): self._since.get((each.name, each.state), now) for each in reports}
        with store.connection.transaction(), store.connection.cursor() as cursor:
            # The lock holds off a change of leader until the commit.
            leads = "SELECT 1 FROM chain.cursor WHERE chain_id = %s AND epoch = %s FOR SHARE"
            if cursor.execute(leads, (store.chain_id, store.at.epoch)).fetchone() is None:
                raise LeadershipLost(f"epoch {store.at.epoch} is over")
            cursor.execute("DELETE FROM chain.provider WHERE chain_id = %s", (store.chain_id,))
            cursor.executemany(
                "INSERT INTO chain.provider (chain_id, name, state, reason, until, since) "
                "VALUES (%s, %s, %s, %s, %s, %s)",
                [(store.chain_id, *each, self._since[each.name, each.state]) for each in reports],
            )
        self._told = reports

    def forget(self) -> None:
        """Another leader may have written meanwhile."""
        self._told = []
