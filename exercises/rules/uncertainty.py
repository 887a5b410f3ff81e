"""How far a share counted on few cases can be trusted."""

from math import sqrt

Z_95 = 1.959964


def wilson(hits: int, n: int) -> tuple[float, float] | None:
    """The 95 % Wilson interval of a share, as ``(low, high)`` from 0 to 1; None when ``n`` is 0.

    It stays inside 0–1 and is sound for the small counts an owner has, where ± formulas are not.
    """
    if not 0 <= hits <= n:
        raise ValueError(f"{hits} of {n}")
    if n == 0:
        return None
    share, z2 = hits / n, Z_95**2
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    reach = Z_95 * sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return max(0.0, middle - reach), min(1.0, middle + reach)
