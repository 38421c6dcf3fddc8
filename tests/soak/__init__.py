"""A long run of the whole, with everything going wrong."""
