"""What the roles of functions may do: each call that a function makes is checked against its role's policies.

Read in this order: ``enforcement`` (every AWS call), ``role_sessions`` (who calls), ``needed_permissions`` (what for),
``role_policies`` (whether that is allowed). Calls of APIs of one's own (execute-api) are also checked for who signed
them: ``callers`` (whose access key it is), ``sigv4`` (whether they signed it), ``users`` (IAM users' policies).
"""
