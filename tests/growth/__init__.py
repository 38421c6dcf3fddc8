"""Growth: four times the text may take at most six times as long, for every pattern and every reader of the house.

``patterns`` finds the regular expressions, ``hostile`` derives texts from their parse trees and has a stock of others,
``readers`` finds the functions that take foreign text, ``judge`` measures. ``python -m tests.bench growth`` prints the
slowest ten.
"""
