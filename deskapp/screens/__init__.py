"""One file a page or dialog: what is shown, and which key means what."""
