"""For `slack run`: the same as `auth401 run`."""

from bot.faces.terminal.commands.run import command

if __name__ == "__main__":
    command()
