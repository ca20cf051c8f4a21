"""Where the console and the documentation are: apart from what serves it, for those who only name it."""

PREFIX = "/_petri/"

DOCUMENTATION = "/_petri/docs/"
