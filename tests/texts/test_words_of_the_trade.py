"""The words of what the rules ask for: a key too many or too few would show as a fault on the page."""

import pytest

from exercises.models.my_network import KNOWS, PROMPTS
from exercises.rules.describe_people import SPANS
from exercises.rules.resources import SCALES
from exercises.rules.roles import RELATIONS, ROLES
from exercises.rules.ties import CLOSENESS
from exercises.texts import Texts

ITEMS = [item for items in SCALES.values() for item in items]


@pytest.mark.parametrize(
    ("stem", "table", "keys"),
    [
        ("roles", None, ROLES),
        ("resources", "scales", SCALES),
        ("resources", "items", ITEMS),
        ("name_people", "prompt", PROMPTS),
        ("describe_people", "relation", RELATIONS),
        ("describe_people", "closeness", map(str, CLOSENESS)),
        ("describe_people", "last", SPANS),
        ("describe_people", "knows", KNOWS),
    ],
)
def test_the_keys_are_those_of_the_rules_and_in_their_order(stem, table, keys):
    words = Texts(stem, "da").data
    assert list(words[table] if table else words) == list(keys)
