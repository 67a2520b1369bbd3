"""Rates of the drawn fabric for hosts that run collectives: B_out, of one accelerator between domains.

Whoever prices a collective asks `group_rates.GroupRates`, made once of a `chain.fabric.WorkFabrics` (which carries what
has failed) and kept as long as one analysis:

    rates = GroupRates(fabrics)
    group = Spread.of(ranks, stride, domain, each)       # where ranks stand, see `layouts.Spread`
    rates.of(hosts, "ring", group)                       # a record with figures, both host orders and the reason
    rates.gb_per_s(hosts, "ring", group)                 # the same as a plain number; 0.0 where it is impossible

and hands the number to `formulas.network.collective_times` as `fabric`. Patterns are "ring" (all-reduce, all-gather,
reduce-scatter by rings, and sends from stage to stage), "tree" (all-reduce by trees) and "all-to-all". All groups of
a spread run at once. Answers are remembered by hosts, pattern and spread.
"""
