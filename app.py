"""For `slack run`: the same as `auth401 run`."""

from bot.__main__ import run

if __name__ == "__main__":
    run()
