"""What AWS's Lambda API has and refuses, and LocalStack's does not.

``provider`` has the operation; ``checks`` is the hook before LocalStack's provider, and each other file looks at one
thing.
"""
