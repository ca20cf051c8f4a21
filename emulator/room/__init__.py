"""A room of learners on one emulator: an account for each, and what other machines may ask for."""
