"""Numbers over many cases or many supervisions."""
