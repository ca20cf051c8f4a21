"""Lambda execution environments as processes, speaking AWS's Runtime API."""
