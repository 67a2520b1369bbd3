"""The address plan of a drawn network: loopbacks, links, networks of hosts, autonomous systems."""
