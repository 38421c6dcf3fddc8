"""One file per check: ``async def check(case, net) -> Finding``. The module's docstring is the question it asks."""
