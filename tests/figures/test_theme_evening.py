"""The figures of the evening with a theme of one's own."""

from exercises.figures.theme_evening import WANTED, figures
from exercises.models import peer_swap, theme_sheet, title_test
from exercises.rules.peer_swap import PARTS
from exercises.texts import Texts


def test_nothing_done_and_only_a_theme_chosen_give_no_figures(store):
    assert figures(store) == {}
    store.put(theme_sheet.STEM, "module", "blog")
    assert figures(store) == {}


def test_everything_done_gives_numbers_only_each_with_a_name(store):
    store.put(theme_sheet.STEM, "module", "blog")
    body = "Skuffen\n" + "Kanariefugl synger højt. " * 60 + "\n\nLyset\n" + "Kanariefugl synger højt. " * 60
    store.put(theme_sheet.STEM, "blog.body", body)
    store.put(theme_sheet.STEM, "blog.link", "Kanariefugl og skuffer her")
    for n, votes in (("1", "4"), ("2", "1"), ("3", "mange")):
        store.put(title_test.STEM, f"title.{n}", f"Kanariefugl {n}")
        store.put(title_test.STEM, f"votes.{n}", votes)
    store.put(peer_swap.STEM, "theme-evening.way", "mail")
    for part in PARTS:
        store.put(peer_swap.STEM, f"theme-evening.{part}", "Kanariefugl så det straks")
    own = figures(store)
    assert (own["product_words"], own["parts"], own["parts_in_order"], own["headings"]) == (366, 2, 2, 2)
    assert (own["titles"], own["choices"], own["most_choices"], own["peer_note"]) == (3, 5, 4, 1)
    assert all(type(value) is int for value in own.values())
    assert own.keys() <= Texts("figures/theme_evening", "da").data.keys()
    assert all(own[name] >= fewest for name, fewest in WANTED.items())
