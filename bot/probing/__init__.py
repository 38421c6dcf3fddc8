"""The rim to the network: the only part of the program that opens a connection to a target."""
