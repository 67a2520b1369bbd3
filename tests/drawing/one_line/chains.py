"""Power chains that nobody would draw: made at random, with rings, without sources, on one side only."""

import random

from designer.model.design import Design, Link, Node
from tests.analysis.power.drawn import drawn, feed, node

_STAGES = ("utility", "generator", "transformer", "switchgear", "ups", "sts", "busway", "pdu")


def odd_chain(seed: int) -> Design:
    """Return a chain of 3 to 18 pieces of equipment and 1 to 9 kinds of devices, joined anyhow."""
    chance = random.Random(seed)
    records: list[Node | Link] = []
    equipment: list[str] = []
    racks = [f"rack-{number}" for number in range(chance.randint(1, 3))]
    records += [node(one, "rack", chance.choice((1, 1, 8))) for one in racks]
    for number in range(chance.randint(3, 18)):
        kind = chance.choice(_STAGES[2:] if seed % 4 == 0 else _STAGES)
        name = f"{kind}-{number}"
        facts = {"amps": 400.0, "volts": 415.0, "phases": 3.0} if chance.random() < 0.4 else {}
        if chance.random() < 0.4:
            facts["capacity_w"] = 200_000.0
        inside = chance.choice(racks) if kind == "pdu" and chance.random() < 0.7 else None
        records.append(node(name, kind, chance.choice((1, 1, 2, 4)), inside, **facts))
        equipment.append(name)
    links = 0
    for number, name in enumerate(equipment):
        # Mostly downwards; every fifth design has a link back up, which makes a ring.
        for other in equipment[number + 1 :]:
            if chance.random() < 0.22:
                records.append(feed(f"l{links}", name, other, chance.choice((1, 4)), side=_side(chance, seed)))
                links += 1
    if seed % 5 == 0 and len(equipment) > 3:
        records.append(feed("back", equipment[-1], equipment[0], 1))
    for number in range(chance.randint(1, 9)):
        name = f"host-{number} with a name that is rather long"
        inside = chance.choice([*racks, None])
        records.append(node(name, "host", chance.choice((1, 3, 16)), inside, power_max_w=1000.0))
        for source in chance.sample(equipment, min(chance.choice((0, 1, 1, 2, 3)), len(equipment))):
            records.append(feed(f"l{links}", source, name, 1, side=_side(chance, seed)))
            links += 1
    return drawn(*records)


def _side(chance: random.Random, seed: int) -> str:
    return chance.choice(("A", "A", "") if seed % 3 == 0 else ("A", "B", ""))
