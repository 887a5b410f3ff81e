"""The figures of lesson 9."""

from exercises.figures.news_and_ideas import figures
from exercises.models import introduction, product_board, signal_book, trial_sheet
from exercises.texts import Texts


def test_nothing_done_gives_no_figures(store):
    assert figures(store) == {}


def test_everything_done_gives_numbers_only_each_with_a_name(store):
    talk = {"who": "Kanariefugl", "new_told": "saw"}
    first = store.add(signal_book.KIND, circle="Havnen", own_trade=True, day="2026-11-20", new="a", **talk)
    store.add(
        signal_book.KIND, circle="Koret", day="2026-11-22", new="b", new_same=f"{first}.new", wonder="c"
    )
    for name, value in (("mine.1", "x"), ("theirs.1", "y"), ("idea.1x1", "Kanariefugl")):
        store.put(product_board.STEM, name, value)
    for name, value in (("price", "180"), ("cost", "360"), ("start", "2026-12-01"), ("end", "2026-12-14")):
        store.put(trial_sheet.STEM, name, value)
    store.put(introduction.STEM, "made", True)
    own = figures(store)
    assert own == {
        "signal_talks": 2,
        "signal_circles": 2,
        "signal_days": 3,
        "signals": 2,
        "signals_one_circle": 1,
        "signals_recurring": 1,
        "signals_seen": 1,
        "signals_outside": 1,
        "board_ideas": 1,
        "trial_price": 180,
        "trial_cost": 360,
        "trial_break_even": 2,
        "trial_days": 14,
        "introductions": 1,
    }
    assert all(type(value) in (int, float) for value in own.values())
    assert own.keys() == Texts("figures/news_and_ideas", "da").data.keys()


def test_an_introduction_that_is_only_planned_counts_as_none(store):
    store.put(introduction.STEM, "one", "G.")
    assert figures(store) == {"introductions": 0}
