"""What is noted where: a file for each part of the emulator that takes part in a trace."""
