"""What a customer cost by each way of being known, on the learner's own numbers.

Hours count at the price one puts on them oneself. The comparison says what it cost, not why the customers
came: nobody drew lots, and few customers are few.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from exercises.rules import Finding

WAYS = ("network", "adverts", "online", "place")
COLUMNS = ("hours", "kroner", "customers")
MOST = 1_000_000
# Below this many customers in all, a difference is easily chance.
FEW = 10


@dataclass(frozen=True)
class Way:
    """Hours, kroner and customers of one way in a year, None where not written."""

    hours: float | None = None
    kroner: float | None = None
    customers: float | None = None

    def cost(self, hour_value: float) -> float | None:
        """Kroner in all with hours at ``hour_value``, or None while hours and kroner are both unwritten."""
        if self.hours is None and self.kroner is None:
            return None
        return (self.hours or 0) * hour_value + (self.kroner or 0)

    def each(self, hour_value: float) -> float | None:
        """Kroner for each customer, or None without a cost or a customer."""
        cost = self.cost(hour_value)
        return cost / self.customers if cost is not None and self.customers else None


def findings(ways: Mapping[str, Way], hour_value: float | None) -> list[Finding]:
    """What can be said of ``{name: Way}`` with an hour at ``hour_value`` kroner (or None)."""
    told = {name: way for name, way in ways.items() if way.cost(hour_value or 0) is not None}
    if not told:
        return [("nothing_yet", {})]
    if hour_value is None:
        return [("no_hour_value", {})]
    found: list[Finding] = [
        (f"each.{name}", {"each": each}) for name in told if (each := told[name].each(hour_value))
    ]
    found += [(f"no_customer.{name}", {}) for name, way in told.items() if way.customers == 0]
    costs = {name: way.each(hour_value) for name, way in told.items()}
    priced = {name: kroner for name, kroner in costs.items() if kroner is not None}
    if len(priced) < 2 or "network" not in priced:
        return [*found, ("one_more", {})]
    cheapest = min(priced, key=lambda name: priced[name])
    found.append(("network_cheapest" if cheapest == "network" else "other_cheapest", {}))
    if sum(way.customers or 0 for way in told.values()) < FEW:
        found.append(("few", {"few": FEW}))
    return found
