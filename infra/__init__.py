"""Provisioning of the application with boto3, for any endpoint: the environment says which.

``application.py`` says what there is, ``stack.py`` in which order it is made and removed, and one file for each kind
of resource compares what is wanted with what is there.
"""
