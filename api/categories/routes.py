"""Categories."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel, Field
from sqlalchemy import select

from api.columns import CATEGORY
from api.dependencies import Reader, ReaderDep
from api.errors import READING, responses
from api.values import line

router = APIRouter(prefix="/categories", tags=["categories"])


class Category(BaseModel):
    id: int = Field(examples=[3])
    parent_id: int | None = Field(description="null at the top")
    name: str = Field(examples=["Ceramics"])
    listings: int = Field(description="on sale in this very category", examples=[17])


class Categories(BaseModel):
    items: list[Category]
    next: None = None


async def select_all(reader: Reader) -> Categories:
    rows = await reader.all(select(*CATEGORY).where(reader.scope.covers(CATEGORY)).order_by(CATEGORY.category_id))
    return Categories(
        items=[
            Category(id=row.category_id, parent_id=row.parent_id, name=line(row.name, 64), listings=row.listings)
            for row in rows
        ]
    )


@router.get("", responses=responses(*READING))
async def list_categories(reader: ReaderDep) -> Categories:
    """All categories, a tree by `parent_id`."""
    return await select_all(reader)
