"""What is counted and judged, without knowing who asks. Each exercise's rules lie under its stem."""

from typing import Any

# What was noticed: the key of a sentence in the exercise's texts, and what fills it in.
Finding = tuple[str, dict[str, Any]]
