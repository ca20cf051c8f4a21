"""GET /hello: is the API there?"""


def handler(event, context):
    """Answer 200 with a message."""
    # Return a dict with statusCode and body. The body is a text: JSON with a message.
