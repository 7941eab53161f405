"""Parts that several screens share: the paper, the checklist, choices, text fields."""
