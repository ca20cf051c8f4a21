"""The steps of set-up, one file each."""
