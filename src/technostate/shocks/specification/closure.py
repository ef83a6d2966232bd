"""How the decade closes: whether labour answers, what tariff revenue is for, what becomes of deficits."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from technostate.shocks.specification.fields import Record

#: What becomes of deficits, in words; the engine's own are `technostate.shocks.decade.Deficit`.
DEFICITS = {
    "hold": "deficits keep their share of world value added",
    "remove": "deficits are taken out of the base first",
    "share": "deficits keep their share of each region's own value added",
    "lend": "lenders lend the same share of what they earn, borrowers divide it as at the base",
    "world": "deficits keep their share of world GDP, tariff revenue included",
}
#: What tariff revenue is for, in words.
REVENUES = {"lump-sum": "revenue is given back lump sum", "income-tax": "new revenue replaces a tax on factor income"}


def _number(value: object) -> object:
    if isinstance(value, bool | str) or not isinstance(value, int | float):
        raise ValueError(f"{value!r} is not a number; write 0.5")
    if not 0.0 <= value <= 3.0:
        raise ValueError(f"it is {value:g}; an elasticity of labour supply lies from 0 to 3, 0.5 is usual")
    return value


class Closure(Record):
    """What the decade assumes beside the shock: labour, revenue, deficits. Weeks and the year have their own rules.

    Parameters
    ----------
    labour_supply : float
        Elasticity of labour to real pay after tax, 0 to 3; 0 keeps labour as at the base.
    revenue : {"lump-sum", "income-tax"}
        What new tariff revenue is for; it matters where labour answers.
    deficits : {"hold", "remove", "share", "lend", "world"}
        What becomes of deficits (`DEFICITS`).

    Examples
    --------
    >>> Closure(deficits="share").notes
    ("decade: deficits keep their share of each region's own value added",)
    """

    labour_supply: Annotated[float, BeforeValidator(_number)] = Field(
        default=0.0, ge=0.0, le=3.0, description="elasticity of labour to real pay after tax; 0.5 is usual"
    )
    revenue: Literal["lump-sum", "income-tax"] = Field(default="lump-sum", description="what new revenue is for")
    deficits: Literal["hold", "remove", "share", "lend", "world"] = Field(
        default="hold", description="what becomes of deficits"
    )

    @model_validator(mode="after")
    def _labour_answers(self) -> Closure:
        if self.revenue == "income-tax" and self.labour_supply == 0:
            raise ValueError("relief of an income tax changes nothing where labour does not answer; set labour_supply")
        return self

    @property
    def notes(self) -> tuple[str, ...]:
        """What differs from the usual closure, one sentence; nothing where nothing does."""
        labour = f"labour answers to real pay after tax with an elasticity of {self.labour_supply:g}"
        parts = [f"{labour}; {REVENUES[self.revenue]}"] if self.labour_supply else []
        parts += [DEFICITS[self.deficits]] if self.deficits != "hold" else []
        return (f"decade: {'; '.join(parts)}",) if parts else ()
