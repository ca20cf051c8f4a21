"""The table's stream: tell every connected client what changed."""


def handler(event, context):
    """Handle a batch of stream records."""
    print(f"{len(event['Records'])} records")
