"""Run a console script of the live environment's by its entry point: the arguments after the port are its own."""

import runpy
import sys

sys.argv = sys.argv[2:]
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
