"""Settings, from the environment."""

from pathlib import Path
from typing import Self

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Settings of one indexer. Variables without the prefix are shared with the other processes."""

    model_config = SettingsConfigDict(env_prefix="STOA_INDEXER_", populate_by_name=True)

    database_url: str = Field(validation_alias="DATABASE_URL")
    rpc_urls: str = Field(
        validation_alias="RPC_URLS",
        description="nodes, separated by commas; the first is preferred; ws:// and wss:// tell of new heads; "
        "nodes of several chains: a set a chain, separated by semicolons",
    )
    deployments: Path = Field(default=Path("deployments"), validation_alias="STOA_DEPLOYMENTS")

    finality: int = Field(default=64, description="blocks that a reorganisation may take back")
    poll_seconds: float = Field(default=0.1, description="between two looks at the head")
    watchdog_seconds: float = Field(
        default=1.0, description="silence of a subscription after which the head is looked at all the same"
    )
    shrink_seconds: float = Field(
        default=2.0, description="how long every node must show a lower head until it is believed"
    )
    rpc_timeout: float = Field(default=20.0, description="seconds for one answer")
    lag_blocks: int = Field(default=3, description="blocks behind another node from which a node is said to lag")
    quarantine_seconds: float = Field(
        default=30.0, description="how long a node that lies is left alone at first; twice as long each time after"
    )
    cross_check: float = Field(
        default=1.0, description="share of a backfill's ranges whose logs are compared with a second node's"
    )
    witness_seconds: float = Field(
        default=10.0, description="how long a second node may fail or lag until blocks are taken without it"
    )
    batch_logs: int = Field(default=9000, description="logs that one range of a backfill aims at")
    batch_blocks: int = Field(default=2000, description="most blocks in one range")
    batch_calls: int = Field(default=500, description="most calls in one JSON-RPC request")
    concurrency: int = Field(default=2, description="ranges under way at once")
    cache_rows: int = Field(default=40_000, description="rows of one table kept in memory")
    leader_seconds: float = Field(default=5.0, description="silence of a leader after which a standby takes over")

    metrics_port: int | None = Field(default=None, description="where /metrics is served; nowhere without it")
    metrics_host: str = Field(default="127.0.0.1", description="the address that it is served on")

    @property
    def sets(self) -> list[str]:
        """`rpc_urls` of each chain."""
        return [part.strip() for part in self.rpc_urls.split(";") if part.strip()]

    def of_chain(self, chain_id: int) -> Self:
        """With what STOA_INDEXER_<chain id>_… says of this chain alone."""
        own = type(self)(_env_prefix=f"STOA_INDEXER_{chain_id}_", DATABASE_URL="", RPC_URLS="")  # type: ignore[call-arg]
        names = own.model_fields_set - {"database_url", "rpc_urls", "deployments", "metrics_port", "metrics_host"}
        return self.model_copy(update={name: getattr(own, name) for name in names})

    @property
    def urls(self) -> list[str]:
        """Addresses that are asked, HTTP before WebSocket: large answers come faster that way."""
        return [url for url in self._addresses if url not in self.subscriptions] + self.subscriptions

    @property
    def subscriptions(self) -> list[str]:
        """Addresses that tell of new heads."""
        return [url for url in self._addresses if url.startswith(("ws://", "wss://"))]

    @property
    def _addresses(self) -> list[str]:
        return [url.strip() for url in self.rpc_urls.split(",") if url.strip()]
