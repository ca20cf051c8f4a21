"""What the console is told by the emulator itself, below ``/_petri/``; for all else it is an AWS client.

`endpoints` lists them. They are answered on the reactor, and only to pages of the emulator's own (`console.guard`).
"""
