"""What goes on paper: the lists of a day as tables, drawn as plain text or as PDF."""
