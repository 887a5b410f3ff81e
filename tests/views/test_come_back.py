"""Three days to come back on, counted from the plan or from a day of one's own."""

from datetime import date

from icalendar import Calendar

from exercises.views.come_back import ComeBack


def test_the_days_are_counted_from_the_plan_until_one_chooses_another(store, lang):
    assert ComeBack().calendar() is None
    store.put("ninety_days", "start", "2027-01-04")
    view = ComeBack()
    assert view.t("on", day=view.t.date(date(2027, 2, 3))) in view.heads[30].value
    view.start.value = date(2099, 1, 1)
    assert view.fault is None
    assert view.t("on", day=view.t.date(date(2099, 1, 31))) in view.heads[30].value
    events = Calendar.from_ical(view.calendar()).walk("VEVENT")
    assert [str(event["summary"]) for event in events] == [view.t("event", n=n) for n in (30, 60, 90)]


def test_what_is_written_is_kept_and_stops_the_asking(store, lang):
    store.put("come_back", "start", "2020-01-01")
    view = ComeBack()
    assert view.t("found.due", n=30) in view.said.value
    for n in (30, 60, 90):
        store.put("come_back", f"{n}.did", "Ringede til tre")
    assert view.t("found.all") in ComeBack().said.value
