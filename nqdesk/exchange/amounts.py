"""Prices as course files write them."""

import re
from decimal import Decimal, InvalidOperation
from functools import lru_cache

HIGHEST = Decimal(1_000_000)

_FLOAT = re.compile(r"[+-]?(?:\d{1,12}(?:\.\d{0,12})?|\.\d{1,12})(?:[eE][+-]?\d{1,2})?")


class AmountError(ValueError):
    """An amount that is no price. `code` is the problem's code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@lru_cache(maxsize=4096)
def price(text: str) -> Decimal | None:
    """Return an xsd:float ("35464.5", "1.2E3") as euro with two places; None if empty or zero.

    KURSNET exports write 0.0 both for "free of charge" and for "no price given" (in the agency's real answers the
    latter by far), so zero is never taken for a price; what is said about the cost stands in the price note.
    Raises AmountError: "record_price_unreadable" or "record_price_implausible" (negative, above one million).
    """
    text = text.strip()
    if not text:
        return None
    if not _FLOAT.fullmatch(text):
        raise AmountError("record_price_unreadable")
    try:
        amount = Decimal(text)
        if amount < 0 or amount > HIGHEST:
            raise AmountError("record_price_implausible")
        amount = amount.quantize(Decimal("0.01"))
    except InvalidOperation:
        raise AmountError("record_price_unreadable") from None
    return amount or None
