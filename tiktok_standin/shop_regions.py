"""The regions of the Shop: their money, how they write it, and whether words can be searched there."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Region:
    """One region. ``rate`` is what a dollar costs; ``digits`` are the decimals of the currency."""

    code: str
    country: str
    currency: str
    symbol: str
    rate: float
    digits: int = 2
    point: str = "."
    thousands: str = ","
    searchable: bool = True
    share: float = 0.25
    """Which part of the products is for sale here."""

    def decimal(self, minor: int) -> str:
        """Write an amount of the smallest unit as a decimal text, without separators: ``24.17``."""
        whole, part = divmod(minor, 10**self.digits)
        return f"{whole}.{part:0{self.digits}d}" if self.digits else str(whole)

    def local(self, minor: int) -> str:
        """Write an amount as the region does, without a symbol: ``1.024,17``."""
        whole, part = divmod(minor, 10**self.digits)
        head = f"{whole:,}".replace(",", self.thousands)
        return f"{head}{self.point}{part:0{self.digits}d}" if self.digits else head

    def text(self, minor: int) -> str:
        """Write an amount with its symbol."""
        return f"{self.symbol}{self.local(minor)}"


REGIONS = {
    region.code: region
    for region in (
        Region("US", "United States of America", "USD", "$", 1.0, share=0.88),
        Region("GB", "United Kingdom", "GBP", "£", 0.79, searchable=False, share=0.45),
        Region("MY", "Malaysia", "MYR", "RM", 4.45, share=0.45),
        Region("SG", "Singapore", "SGD", "S$", 1.34),
        Region("TH", "Thailand", "THB", "฿", 34.5),
        Region("PH", "Philippines", "PHP", "₱", 57.1),
        Region("VN", "Viet Nam", "VND", "₫", 25400.0, digits=0, thousands="."),
        Region("MX", "Mexico", "MXN", "$", 18.2, searchable=False),
        Region("BR", "Brazil", "BRL", "R$", 5.6, point=",", thousands=".", searchable=False),
        Region("JP", "Japan", "JPY", "¥", 152.0, digits=0, searchable=False),
    )
}
