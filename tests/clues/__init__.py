"""A set of pasted texts as people write them, graded offline."""
