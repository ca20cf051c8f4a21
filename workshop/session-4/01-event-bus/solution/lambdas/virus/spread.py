"""Once in a while: ask for new viruses."""

import os

import boto3

BUS = os.environ["EVENT_BUS"]

events = boto3.client("events")


def handler(event, context):
    """Put three VIRUS_CREATION_REQUESTED events on the bus."""
    entry = {"EventBusName": BUS, "Source": "virus", "DetailType": "VIRUS_CREATION_REQUESTED", "Detail": "{}"}
    answer = events.put_events(Entries=[entry] * 3)
    print(f"{answer['FailedEntryCount']} of 3 events failed")
