"""Differences with their intervals: a course against a wait list, and one cohort against itself before.

Arrays are (..., n): the last axis is people, any before it repeated trials. Who is not ``there`` is left out.
Intervals are 95 % by Student's t. The difference between two groups drawn by lot is that of the later score,
adjusted for the first one with one slope for both (analysis of covariance): a lot makes first scores alike
on average only, and what somebody was like before tells most of what they are like after.
"""

from dataclasses import dataclass
from typing import Any

LEVEL = 0.95


@dataclass(frozen=True)
class Estimate:
    """``value`` with its interval ``low`` to ``high``, and the ``people`` behind it, of each group."""

    value: Any
    low: Any
    high: Any
    people: tuple

    @property
    def clear(self) -> int:
        """1 where the interval lies above nought, -1 below, 0 where it holds nought."""
        return (self.low > 0) * 1 - (self.high < 0) * 1


def between(before: Any, after: Any, course: Any, there: Any) -> Any:
    """`Estimate` of what the course adds to ``after``; ``course`` is (n,) of bool. NaN for too few."""
    import numpy as np

    groups = [there & course, there & ~course]
    counts = [group.sum(-1) for group in groups]
    means_before, means_after = ([_mean(score, group) for group in groups] for score in (before, after))
    xx, xy, yy = (
        sum(
            _sum((one - m[..., None]) * (other - k[..., None]), group)
            for group, m, k in zip(groups, means, other_means, strict=True)
        )
        for one, means, other, other_means in (
            (before, means_before, before, means_before),
            (before, means_before, after, means_after),
            (after, means_after, after, means_after),
        )
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        # Without any spread before there is nothing to adjust for.
        flat = xx <= 1e-12
        slope = np.where(flat, 0.0, xy / np.where(flat, 1.0, xx))
        gap = means_before[0] - means_before[1]
        value = means_after[0] - means_after[1] - slope * gap
        free = counts[0] + counts[1] - 2 - ~flat
        rest = np.maximum(0, yy - slope * xy) / free
        spread = rest * (
            1 / counts[0] + 1 / counts[1] + np.where(flat, 0.0, gap**2 / np.where(flat, 1.0, xx))
        )
    return _interval(value, spread, free, tuple(counts))


def within(before: Any, after: Any, there: Any) -> Any:
    """`Estimate` of how much one cohort's scores rose. NaN for too few."""
    import numpy as np

    count = there.sum(-1)
    rise = np.where(there, after - before, 0)
    value = _mean(rise, there)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = _sum((rise - value[..., None]) ** 2, there) / (count - 1) / count
    return _interval(value, spread, count - 1, (count,))


def _interval(value, spread, free, people):
    import numpy as np
    from scipy.stats import t

    with np.errstate(invalid="ignore"):
        half = t.ppf((1 + LEVEL) / 2, np.where(free > 0, free, np.nan)) * np.sqrt(spread)
    return Estimate(value, value - half, value + half, people)


def _sum(values, there):
    import numpy as np

    return np.where(there, values, 0).sum(-1)


def _mean(values, there):
    import numpy as np

    with np.errstate(divide="ignore", invalid="ignore"):
        return _sum(values, there) / there.sum(-1)
