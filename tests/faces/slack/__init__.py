"""The Slack face: real Bolt over real sockets against a stand-in Slack."""
