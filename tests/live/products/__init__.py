"""One module and one YAML file per server product: how it is started, and the faults that are planted in it."""
