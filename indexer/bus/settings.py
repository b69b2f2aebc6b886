"""Settings of the process that publishes, from the environment."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class BusSettings(BaseSettings):
    """Settings of one publisher. Variables without the prefix are shared with the other processes."""

    model_config = SettingsConfigDict(env_prefix="STOA_BUS_", populate_by_name=True)

    database_url: str = Field(validation_alias="DATABASE_URL")
    broker_url: str = Field(validation_alias="BROKER_URL", description="amqp://, nats:// or kafka://")

    topic: str = Field(default="stoa", pattern="^[a-z0-9_]+$", description="the exchange's, stream's or topic's name")
    name: str = Field(default="broker", description="whose cursor it is; another name begins anew")
    confirmations: int = Field(default=0, ge=0, description="blocks that must follow an event's own")
    from_block: int = Field(default=0, ge=0, description="where a new cursor begins")
    batch: int = Field(default=500, gt=0, description="most events between two commits of the cursor")
