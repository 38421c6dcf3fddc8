"""The Slack face: real Bolt, thin listeners, every piece of work journaled before Slack hears the ack.

events, commands, shortcuts -> ``listeners`` -> Job -> ``jobs`` -> ``outbox`` -> the thread.
"""

WORK = ("bot.faces.slack.examining", "bot.faces.slack.merging")  # what is done in workers
