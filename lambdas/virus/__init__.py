"""The functions behind /virus."""
