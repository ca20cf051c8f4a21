"""The console: its pages, on the emulator's own port below ``/_petri/``."""
