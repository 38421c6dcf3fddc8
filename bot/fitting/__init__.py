"""Learning from labelled reports: the text models and the weights that knowledge/fitted holds. Not needed to run."""
