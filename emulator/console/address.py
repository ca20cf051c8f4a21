"""Where the console is: apart from what serves it, for those who only name it."""

PREFIX = "/_petri/"
