"""Once in a while: ask for new viruses."""

import os

import boto3

BUS = os.environ["EVENT_BUS"]

events = boto3.client("events")


def handler(event, context):
    """Put three VIRUS_CREATION_REQUESTED events on the bus."""
    # events.put_events takes a list of entries.
