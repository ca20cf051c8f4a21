"""What AWS's Lambda API refuses and LocalStack's does not: looked at before LocalStack's provider sees the request.

``checks`` is the hook; each other file looks at one thing.
"""
