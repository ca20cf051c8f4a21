"""What ``make`` does before anything else: bring every tool and package Petri needs into the checkout."""
