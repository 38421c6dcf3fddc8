"""auth401: says why an API answered 401, with proof."""

__version__ = "0.1.0"
