"""The commands, one module each; nothing here imports the full screen."""
