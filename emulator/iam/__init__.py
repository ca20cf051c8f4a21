"""What the roles of functions may do: each call that a function makes is checked against its role's policies.

Read in this order: ``enforcement`` (every AWS call), ``role_sessions`` (who calls), ``needed_permissions`` (what for),
``role_policies`` (whether that is allowed).
"""
