"""Parts with sourced facts and prices: the shipped catalogs and the person's own parts."""
