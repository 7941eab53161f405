"""Parts that several screens share: the paper, the checklist, the frame, text fields."""
