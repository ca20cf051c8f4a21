"""Who may call a route: JWT, Lambda and IAM authorizers, and API keys.

An authorizer gives a grant (``grants``), which events tell the backend, or raises a refusal (``refusals``), which each
kind of API answers in its own words: ``http/authorize.py`` and ``websocket/authorize.py``.
"""
