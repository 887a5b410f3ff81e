"""How far dated steps can be trusted, and that every one stands in both languages."""

from datetime import date, timedelta

import pytest

from exercises.models import platform_steps as model
from exercises.rules.platform_steps import age

DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("days", "expected"), [(-5, ("fresh", 0)), (182, ("fresh", 5)), (183, ("ageing", 6)), (549, ("old", 18))]
)
def test_steps_age(days, expected):
    assert age(DAY, DAY + timedelta(days=days)) == expected


@pytest.mark.parametrize("name", ["blog", "facebook", "instagram", "linkedin", "newsletter", "website", "x"])
def test_every_platform_is_dated_and_has_each_step_in_both_languages(name):
    assert name in model.names()
    known = model.read(name)
    assert type(known["written"]) is date
    records = [known["name"]]
    for task in known["task"]:
        assert task["steps"]
        records += [task["title"], *task["steps"]]
    assert all(record.keys() == {"da", "en"} and all(record.values()) for record in records)
