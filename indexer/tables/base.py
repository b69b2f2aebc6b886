"""What the tables of schema `chain` share: types of columns, and the key that every row begins with."""

from typing import Any

from sqlalchemy import DateTime, Integer, LargeBinary, MetaData, Numeric, SmallInteger
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

metadata = MetaData(schema="chain")


class WholeNumber(TypeDecorator[int]):
    """numeric(78, 0), wide enough for a uint256, read as `int`."""

    impl = Numeric(78, 0)
    cache_ok = True

    def process_result_value(self, value: Any, _dialect: Dialect) -> int | None:
        return None if value is None else int(value)


# `Any`, because sqlmodel types `sa_type` as a class and these carry arguments.
Amount: Any = WholeNumber()
Timestamp: Any = DateTime(timezone=True)
Hashes: Any = ARRAY(LargeBinary)


class Chain(SQLModel):
    """Base of the tables of one chain."""

    metadata = metadata


class Scoped(Chain):
    """Base of the projections: rows of one market on one chain."""

    # No values in Python: the handlers' rows leave these two to the writer.
    chain_id: int = Field(default=None, primary_key=True, sa_type=Integer)
    market: int = Field(default=None, primary_key=True, sa_type=SmallInteger)
