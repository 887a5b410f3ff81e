"""What the rows and fields of the store mean: between the store, which knows no trade, and the rules."""
