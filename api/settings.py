"""Settings, from the environment."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

LOCAL_CHAIN = 31_337


class Settings(BaseSettings):
    """Settings of one API process. Variables without the prefix are shared with the other processes."""

    model_config = SettingsConfigDict(env_prefix="STOA_", populate_by_name=True)

    database_url: str = Field(validation_alias="API_DATABASE_URL")
    rpc_urls: str = Field(default="", validation_alias="RPC_URLS", description="nodes, separated by commas")
    deployments: Path = Field(default=Path("deployments"))
    chain_id: int | None = Field(default=None, description="the default chain; the only deployed one if not set")
    page: Path = Field(default=Path("frontend/dist"), description="folder of the built page")
    public_rpc: bool = Field(default=False, description="offer /rpc on a chain that is not local")

    json_limit: int = Field(default=64 * 1024, description="bytes of a JSON document")
    picture_limit: int = Field(default=5 * 1024 * 1024, description="bytes of a picture")
    pixel_limit: int = Field(default=40_000_000, description="pixels of a picture")
    upload_rate: str = Field(default="120/minute", description="uploads of one address; loopback is not limited")
    read_rate: str = Field(default="1200/minute", description="other requests of one address; loopback is not limited")
    unreferenced_hours: int = Field(default=24, description="after which content that nothing names is dropped")
    sweep_seconds: float = Field(default=3600.0, description="between two sweeps of unreferenced content")

    min_block_seconds: float = Field(default=10.0, description="longest wait for `min_block`")
    ready_lag_blocks: int = Field(default=5, description="blocks behind the head at which the API is still ready")
    ready_silence_seconds: float = Field(default=30.0, description="silence of the indexer at which it no longer is")

    @classmethod
    def from_environment(cls) -> Settings:
        """Raises `pydantic.ValidationError` that names what is missing."""
        return cls.model_validate({})

    @property
    def urls(self) -> list[str]:
        return [url.strip() for url in self.rpc_urls.split(",") if url.strip()]
