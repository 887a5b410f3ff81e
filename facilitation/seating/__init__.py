"""Who sits with whom. It knows people and tables, and no evening.

participants  people from a sheet: what is known of them, and what keeps two apart
said          what people write of their evenings and languages, and which of it means the same
table_rules   what must hold at every table: a common language, who must and must not sit together
groups        sparring groups that keep the rules and mix best
partition     groups by set partitioning, with a bound
annealing     groups and rounds by annealing, for many people
rounds        who meets whom at tables, round by round
designs       known plans in which nobody meets twice
fewest        the fewest second meetings there can be, where people are few
lists         five people for each to look up
replanning    the fewest changes when people come late or stay away
"""
