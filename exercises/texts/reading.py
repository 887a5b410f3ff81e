"""Reading what people type: numbers with comma or point, as Danes and Britons write them."""

import re

_DECIMAL = re.compile(r"^[+-]?\d+([.,]\d+)?$")
_GROUPED = re.compile(r"^[+-]?\d{1,3}(?P<mark>[.,  ' ])\d{3}((?P=mark)\d{3})*((?!(?P=mark))[.,]\d{1,2})?$")
_NOISE = re.compile(r"(kr\.?|dkk|%|,-|timer|time|hours|hour|t\.?|h)$", re.IGNORECASE)


def parse_number(text):
    """The number a person meant by ``text``, or None where nothing is written.

    Comma and point both count as the decimal mark, save where they set off whole groups of three digits
    (``1.250`` and ``1,250`` are 1250): owners write round sums far more often than three decimals.
    Raises ValueError when it is not one number.
    """
    cleaned = _NOISE.sub("", (text or "").strip()).strip()
    cleaned = re.sub(r"^(kr\.?|dkk)\s*", "", cleaned, flags=re.IGNORECASE)
    if not cleaned:
        if (text or "").strip():
            raise ValueError(text)
        return None
    cleaned = cleaned.replace("−", "-")
    if len(cleaned) > 18:
        raise ValueError(text)
    grouped = _GROUPED.match(cleaned)
    if grouped:
        mark = grouped["mark"]
        whole = cleaned.replace(mark, "")
        return float(whole.replace(",", "."))
    if _DECIMAL.match(cleaned):
        return float(cleaned.replace(",", "."))
    raise ValueError(text)
