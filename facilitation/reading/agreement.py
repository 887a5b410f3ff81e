"""How far two readers agree on the levels they give: a fair sample, and weighted kappa.

Plain Python: the tables are four by four, and a statistics package would cost the page seconds.
"""

import math
import random
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

LEAST_PAIRS = 10  # our own choice: below it one answer more or less moves kappa by a tenth or two
FAR_APART = 2  # levels between two readers that are worth talking about
POWER = {"linear": 1, "quadratic": 2}


@dataclass(frozen=True)
class Kappa:
    """Weighted ``kappa`` from -1 to 1 with its 95 per cent interval ``low`` to ``high``."""

    kappa: float
    low: float
    high: float


@dataclass(frozen=True)
class Summary:
    """How two readers' levels lie: how many answers they gave the ``same``, how many ``near`` (one level
    apart), and both kappas, None where undefined."""

    same: int
    near: int
    linear: Kappa | None
    quadratic: Kappa | None


def draw(names: Collection[str], size: int, seed: int | str) -> list[str]:
    """``size`` of ``names`` drawn without return, in sorted order; the same seed draws the same ones.

    The order in which ``names`` come makes no difference. All of them where ``size`` is as many or more.
    Raises ValueError for a size below 1.
    """
    if size < 1:
        raise ValueError("a sample has at least one answer")
    names = sorted(names)
    return sorted(random.Random(str(seed)).sample(names, min(size, len(names))))


def table(pairs: Sequence[tuple[int, int]], levels: int) -> list[list[int]]:
    """Counts as a list of ``levels`` rows (first reader) of as many columns (second reader).

    ``pairs`` are (first, second) whole levels from 0. Raises ValueError for a level outside the table.
    """
    counted = Counter(pairs)
    if wrong := [pair for pair in counted if not all(one in range(levels) for one in pair)]:
        raise ValueError(f"levels go from 0 to {levels - 1}, not {wrong[0]}")
    return [[counted[first, second] for second in range(levels)] for first in range(levels)]


def weighted_kappa(counts: Sequence[list[int]], weights: str = "quadratic") -> Kappa | None:
    """Cohen's weighted kappa of a square table of counts, None where it is undefined.

    Two readers at levels i and j of k agree by 1 - (|i - j| / (k - 1)) ** p, p being 1 for ``"linear"``
    weights and 2 for ``"quadratic"``. Kappa is the mean agreement less that expected from the readers'
    own distributions, divided by one less that expected: Cohen, J. (1968), Weighted kappa, Psychological
    Bulletin 70(4), 213-220. The standard error is that of Fleiss, Cohen and Everitt (1969), Large sample
    standard errors of kappa and weighted kappa, Psychological Bulletin 72(5), 323-327.

    Undefined is a table with nothing in it, and one where both readers gave one and the same level to
    all: then there is nothing that chance could have done otherwise.
    """
    size, total = range(len(counts)), sum(map(sum, counts))
    if not total:
        return None
    share = [[n / total for n in row] for row in counts]
    first = [sum(row) for row in share]
    second = [sum(row[j] for row in share) for j in size]
    agree = [[1 - (abs(i - j) / (len(counts) - 1)) ** POWER[weights] for j in size] for i in size]
    cells = [(i, j) for i in size for j in size]
    observed = sum(share[i][j] * agree[i][j] for i, j in cells)
    expected = sum(first[i] * second[j] * agree[i][j] for i, j in cells)
    if math.isclose(expected, 1):
        return None
    kappa = (observed - expected) / (1 - expected)
    row_mean = [sum(second[j] * agree[i][j] for j in size) for i in size]
    column_mean = [sum(first[i] * agree[i][j] for i in size) for j in size]
    spread = (
        sum(share[i][j] * (agree[i][j] - (row_mean[i] + column_mean[j]) * (1 - kappa)) ** 2 for i, j in cells)
        - (kappa - expected * (1 - kappa)) ** 2
    )
    error = math.sqrt(max(spread, 0) / total) / (1 - expected)
    return Kappa(kappa, max(-1.0, kappa - 1.96 * error), min(1.0, kappa + 1.96 * error))


def summary(pairs: Sequence[tuple[int, int]], levels: int) -> Summary:
    """The `Summary` of (first, second) pairs of whole levels below ``levels``."""
    counts = table(pairs, levels)
    apart = Counter(abs(first - second) for first, second in pairs)
    return Summary(apart[0], apart[1], weighted_kappa(counts, "linear"), weighted_kappa(counts, "quadratic"))
