"""Addresses of a small hall and of small networks: every device, network and port of the plan."""

from collections.abc import Mapping

import pytest

from designer.analysis.addresses.of_nodes import address_words, device_words
from designer.analysis.addresses.plan import address_plan
from designer.analysis.addresses.shortage import settings_are_own, shortage
from designer.export.cables.drawn_network import network_of
from designer.model.design import Design
from tests.builders.halls import CABLING, small_hall
from tests.builders.networks import NETWORKS, drawn
from tests.builders.told import sections, told

HALL = small_hall()


# Copies that are numbered one after the other follow each other in the plan; each link of two has a /31 of its own.
CASES: Mapping[str, Design] = {
    "hall": HALL,
    "three-media": drawn(NETWORKS["three-media"]),
}
EXPECTED = """
## hall
devices[0]: node leaf, copy 0, name leaf 1, host leaf-1, role leaf, routes True, number 0, loopback 192.168.0.1,
    asn 4200000000, network 10.128.0.0/25, vlan 100, management_vlan 0
devices[1]: node leaf, copy 1, name leaf 2, host leaf-2, role leaf, routes True, number 1, loopback 192.168.0.2,
    asn 4200000001, network 10.128.0.128/25, vlan 100, management_vlan 0
devices[2]: node manager, copy 0, name manager, host manager, role management leaf, routes True, number 97,
    loopback 192.168.0.98, asn 4200000097, vlan 0, management 172.16.24.64/26, management_vlan 300
devices[3]: node box, copy 0, name box 1, host box-1, role host, number 0, asn 0, vlan 0, management_vlan 0
devices[4]: node box, copy 1, name box 2, host box-2, role host, number 1, asn 0, vlan 0, management_vlan 0
devices[5]: node box, copy 2, name box 3, host box-3, role host, number 2, asn 0, vlan 0, management_vlan 0
devices[6]: node box, copy 3, name box 4, host box-4, role host, number 3, asn 0, vlan 0, management_vlan 0
devices[7]: node near, copy 0, name near, host near, role storage, routes True, number 97, loopback
    192.168.192.98, asn 4220000097, vlan 0, management_vlan 0
devices[8]: node store, copy 0, name store, host store, role storage, routes True, number 98, loopback
    192.168.192.99, asn 4220000098, vlan 0, management_vlan 0
ports[0]: device 0, port ports 1, interface 1, cable F-0001, link box-leaf, medium fabric, peer 3, peer_port
    fabric 1, peer_interface 2, use access, peer_address 10.128.0.2/25, vlan 100, rail 1, plane 1
ports[1]: device 0, port ports 2, interface 2, cable F-0003, link box-leaf, medium fabric, peer 4, peer_port
    fabric 1, peer_interface 2, use access, peer_address 10.128.0.3/25, vlan 100, rail 1, plane 1
ports[2]: device 0, port ports 3, interface 3, cable F-0005, link box-leaf, medium fabric, peer 5, peer_port
    fabric 1, peer_interface 2, use access, peer_address 10.128.0.4/25, vlan 100, rail 1, plane 1
ports[3]: device 0, port ports 4, interface 4, cable F-0007, link box-leaf, medium fabric, peer 6, peer_port
    fabric 1, peer_interface 2, use access, peer_address 10.128.0.5/25, vlan 100, rail 1, plane 1
ports[4]: device 0, port ports 5, interface 5, cable F-0009, link leaf-leaf, medium fabric, peer 1, peer_port
    ports 5, peer_interface 5, use link, address 10.0.0.0/31, peer_address 10.0.0.1/31, vlan 0, rail 0, plane 1
ports[5]: device 0, port ports 6, interface 6, cable F-0010, link leaf-leaf, medium fabric, peer 1, peer_port
    ports 6, peer_interface 6, use link, address 10.0.0.2/31, peer_address 10.0.0.3/31, vlan 0, rail 0, plane 1
ports[6]: device 0, port ports 7/1, interface 7, cable F-0011, link store-leaf, medium fabric, peer 8, peer_port
    storage 1, peer_interface 2, use access, peer_address 10.128.0.8/25, vlan 100, rail 1, plane 1
ports[7]: device 0, port ports 8/1, interface 8, cable F-0014, link near-leaf, medium fabric, peer 7, peer_port
    storage 2, peer_interface 3, use access, peer_address 10.128.0.9/25, vlan 100, rail 2, plane 1
ports[8]: device 0, port ports 7/2, interface 72, cable F-0013, link near-leaf, medium fabric, peer 7, peer_port
    storage 1, peer_interface 2, use access, peer_address 10.128.0.73/25, vlan 100, rail 1, plane 1
ports[9]: device 1, port ports 1, interface 1, cable F-0002, link box-leaf, medium fabric, peer 3, peer_port
    fabric 2, peer_interface 3, use access, peer_address 10.128.0.130/25, vlan 100, rail 2, plane 1
ports[10]: device 1, port ports 2, interface 2, cable F-0004, link box-leaf, medium fabric, peer 4, peer_port
    fabric 2, peer_interface 3, use access, peer_address 10.128.0.131/25, vlan 100, rail 2, plane 1
ports[11]: device 1, port ports 3, interface 3, cable F-0006, link box-leaf, medium fabric, peer 5, peer_port
    fabric 2, peer_interface 3, use access, peer_address 10.128.0.132/25, vlan 100, rail 2, plane 1
ports[12]: device 1, port ports 4, interface 4, cable F-0008, link box-leaf, medium fabric, peer 6, peer_port
    fabric 2, peer_interface 3, use access, peer_address 10.128.0.133/25, vlan 100, rail 2, plane 1
ports[13]: device 1, port ports 5, interface 5, cable F-0009, link leaf-leaf, medium fabric, peer 0, peer_port
    ports 5, peer_interface 5, use link, address 10.0.0.1/31, peer_address 10.0.0.0/31, vlan 0, rail 0, plane 1
ports[14]: device 1, port ports 6, interface 6, cable F-0010, link leaf-leaf, medium fabric, peer 0, peer_port
    ports 6, peer_interface 6, use link, address 10.0.0.3/31, peer_address 10.0.0.2/31, vlan 0, rail 0, plane 1
ports[15]: device 1, port ports 7/1, interface 7, cable F-0012, link store-leaf, medium fabric, peer 8,
    peer_port storage 2, peer_interface 3, use access, peer_address 10.128.0.136/25, vlan 100, rail 2, plane 1
ports[16]: device 1, port ports 8/1, interface 8, cable F-0016, link near-leaf, medium fabric, peer 7, peer_port
    storage 4, peer_interface 5, use access, peer_address 10.128.0.137/25, vlan 100, rail 4, plane 1
ports[17]: device 1, port ports 7/2, interface 72, cable F-0015, link near-leaf, medium fabric, peer 7,
    peer_port storage 3, peer_interface 4, use access, peer_address 10.128.0.201/25, vlan 100, rail 3, plane 1
ports[18]: device 2, port ports 1, interface 1, cable M-0001, link box-manager, medium management, peer 3,
    peer_port bmc 1, peer_interface 1, use access, peer_address 172.16.24.66/26, vlan 300, rail 0, plane 1
ports[19]: device 2, port ports 2, interface 2, cable M-0002, link box-manager, medium management, peer 4,
    peer_port bmc 1, peer_interface 1, use access, peer_address 172.16.24.67/26, vlan 300, rail 0, plane 1
ports[20]: device 2, port ports 3, interface 3, cable M-0003, link box-manager, medium management, peer 5,
    peer_port bmc 1, peer_interface 1, use access, peer_address 172.16.24.68/26, vlan 300, rail 0, plane 1
ports[21]: device 2, port ports 4, interface 4, cable M-0004, link box-manager, medium management, peer 6,
    peer_port bmc 1, peer_interface 1, use access, peer_address 172.16.24.69/26, vlan 300, rail 0, plane 1
ports[22]: device 3, port bmc 1, interface 1, cable M-0001, link box-manager, medium management, peer 2,
    peer_port ports 1, peer_interface 1, use host, address 172.16.24.66/26, peer_address 172.16.24.65/26, vlan
    0, rail 0, plane 1
ports[23]: device 3, port fabric 1, interface 2, cable F-0001, link box-leaf, medium fabric, peer 0, peer_port
    ports 1, peer_interface 1, use host, address 10.128.0.2/25, peer_address 10.128.0.1/25, vlan 0, rail 1,
    plane 1
ports[24]: device 3, port fabric 2, interface 3, cable F-0002, link box-leaf, medium fabric, peer 1, peer_port
    ports 1, peer_interface 1, use host, address 10.128.0.130/25, peer_address 10.128.0.129/25, vlan 0, rail 2,
    plane 1
ports[25]: device 4, port bmc 1, interface 1, cable M-0002, link box-manager, medium management, peer 2,
    peer_port ports 2, peer_interface 2, use host, address 172.16.24.67/26, peer_address 172.16.24.65/26, vlan
    0, rail 0, plane 1
ports[26]: device 4, port fabric 1, interface 2, cable F-0003, link box-leaf, medium fabric, peer 0, peer_port
    ports 2, peer_interface 2, use host, address 10.128.0.3/25, peer_address 10.128.0.1/25, vlan 0, rail 1,
    plane 1
ports[27]: device 4, port fabric 2, interface 3, cable F-0004, link box-leaf, medium fabric, peer 1, peer_port
    ports 2, peer_interface 2, use host, address 10.128.0.131/25, peer_address 10.128.0.129/25, vlan 0, rail 2,
    plane 1
ports[28]: device 5, port bmc 1, interface 1, cable M-0003, link box-manager, medium management, peer 2,
    peer_port ports 3, peer_interface 3, use host, address 172.16.24.68/26, peer_address 172.16.24.65/26, vlan
    0, rail 0, plane 1
ports[29]: device 5, port fabric 1, interface 2, cable F-0005, link box-leaf, medium fabric, peer 0, peer_port
    ports 3, peer_interface 3, use host, address 10.128.0.4/25, peer_address 10.128.0.1/25, vlan 0, rail 1,
    plane 1
ports[30]: device 5, port fabric 2, interface 3, cable F-0006, link box-leaf, medium fabric, peer 1, peer_port
    ports 3, peer_interface 3, use host, address 10.128.0.132/25, peer_address 10.128.0.129/25, vlan 0, rail 2,
    plane 1
ports[31]: device 6, port bmc 1, interface 1, cable M-0004, link box-manager, medium management, peer 2,
    peer_port ports 4, peer_interface 4, use host, address 172.16.24.69/26, peer_address 172.16.24.65/26, vlan
    0, rail 0, plane 1
ports[32]: device 6, port fabric 1, interface 2, cable F-0007, link box-leaf, medium fabric, peer 0, peer_port
    ports 4, peer_interface 4, use host, address 10.128.0.5/25, peer_address 10.128.0.1/25, vlan 0, rail 1,
    plane 1
ports[33]: device 6, port fabric 2, interface 3, cable F-0008, link box-leaf, medium fabric, peer 1, peer_port
    ports 4, peer_interface 4, use host, address 10.128.0.133/25, peer_address 10.128.0.129/25, vlan 0, rail 2,
    plane 1
ports[34]: device 7, port mgmt 1, interface 1, cable M-0005, link near-store, medium management, peer 8,
    peer_port mgmt 1, peer_interface 1, use link, address 10.112.12.32/31, peer_address 10.112.12.33/31, vlan 0,
    rail 0, plane 0
ports[35]: device 7, port storage 1, interface 2, cable F-0013, link near-leaf, medium fabric, peer 0, peer_port
    ports 7/2, peer_interface 72, use host, address 10.128.0.73/25, peer_address 10.128.0.1/25, vlan 0, rail 1,
    plane 1
ports[36]: device 7, port storage 2, interface 3, cable F-0014, link near-leaf, medium fabric, peer 0, peer_port
    ports 8/1, peer_interface 8, use host, address 10.128.0.9/25, peer_address 10.128.0.1/25, vlan 0, rail 2,
    plane 1
ports[37]: device 7, port storage 3, interface 4, cable F-0015, link near-leaf, medium fabric, peer 1, peer_port
    ports 7/2, peer_interface 72, use host, address 10.128.0.201/25, peer_address 10.128.0.129/25, vlan 0, rail
    3, plane 1
ports[38]: device 7, port storage 4, interface 5, cable F-0016, link near-leaf, medium fabric, peer 1, peer_port
    ports 8/1, peer_interface 8, use host, address 10.128.0.137/25, peer_address 10.128.0.129/25, vlan 0, rail
    4, plane 1
ports[39]: device 8, port mgmt 1, interface 1, cable M-0005, link near-store, medium management, peer 7,
    peer_port mgmt 1, peer_interface 1, use link, address 10.112.12.33/31, peer_address 10.112.12.32/31, vlan 0,
    rail 0, plane 0
ports[40]: device 8, port storage 1, interface 2, cable F-0011, link store-leaf, medium fabric, peer 0,
    peer_port ports 7/1, peer_interface 7, use host, address 10.128.0.8/25, peer_address 10.128.0.1/25, vlan 0,
    rail 1, plane 1
ports[41]: device 8, port storage 2, interface 3, cable F-0012, link store-leaf, medium fabric, peer 1,
    peer_port ports 7/1, peer_interface 7, use host, address 10.128.0.136/25, peer_address 10.128.0.129/25, vlan
    0, rail 2, plane 1
settings: links 10.0.0.0/9, hosts 10.128.0.0/9, loopbacks 192.168.0.0/16, management 172.16.0.0/12, host_length
    25, management_length 26, link_addresses numbered, asn_base 4200000000
planes: [fabric] 1, [management] 1
[device] (Loopback 192.168.0.1 · AS 4200000000 · hosts 10.128.0.0/25 · VLAN 100 Loopback 192.168.0.2 · AS
    4200000001 · hosts 10.128.0.128/25 · VLAN 100 Loopback 192.168.0.98 · AS 4200000097 · management
    172.16.24.64/26 It routes nothing, so that it has no loopback and no system. It routes nothing, so that it
    has no loopback and no system. It routes nothing, so that it has no loopback and no system. It routes
    nothing, so that it has no loopback and no system. Loopback 192.168.192.98 · AS 4220000097 Loopback
    192.168.192.99 · AS 4220000098), [port] (no address, host 10.128.0.2/25 no address, host 10.128.0.3/25 no
    address, host 10.128.0.4/25 no address, host 10.128.0.5/25 10.0.0.0/31 to 10.0.0.1/31 10.0.0.2/31 to
    10.0.0.3/31 no address, host 10.128.0.8/25 no address, host 10.128.0.9/25 no address, host 10.128.0.73/25 no
    address, host 10.128.0.130/25 no address, host 10.128.0.131/25 no address, host 10.128.0.132/25 no address,
    host 10.128.0.133/25 10.0.0.1/31 to 10.0.0.0/31 10.0.0.3/31 to 10.0.0.2/31 no address, host 10.128.0.136/25
    no address, host 10.128.0.137/25 no address, host 10.128.0.201/25 no address, host 172.16.24.66/26 no
    address, host 172.16.24.67/26 no address, host 172.16.24.68/26 no address, host 172.16.24.69/26
    172.16.24.66/26 to 172.16.24.65/26 10.128.0.2/25 to 10.128.0.1/25 10.128.0.130/25 to 10.128.0.129/25
    172.16.24.67/26 to 172.16.24.65/26 10.128.0.3/25 to 10.128.0.1/25 10.128.0.131/25 to 10.128.0.129/25
    172.16.24.68/26 to 172.16.24.65/26 10.128.0.4/25 to 10.128.0.1/25 10.128.0.132/25 to 10.128.0.129/25
    172.16.24.69/26 to 172.16.24.65/26 10.128.0.5/25 to 10.128.0.1/25 10.128.0.133/25 to 10.128.0.129/25
    10.112.12.32/31 to 10.112.12.33/31 10.128.0.73/25 to 10.128.0.1/25 10.128.0.9/25 to 10.128.0.1/25
    10.128.0.201/25 to 10.128.0.129/25 10.128.0.137/25 to 10.128.0.129/25 10.112.12.33/31 to 10.112.12.32/31
    10.128.0.8/25 to 10.128.0.1/25 10.128.0.136/25 to 10.128.0.129/25)
## three-media
devices[0]: node f, copy 0, name f 1, host f-1, role leaf, routes True, number 0, loopback 192.168.0.1, asn
    4200000000, network 10.128.0.0/25, vlan 101, management_vlan 0
devices[1]: node f, copy 1, name f 2, host f-2, role leaf, routes True, number 1, loopback 192.168.0.2, asn
    4200000001, network 10.128.0.128/25, vlan 101, management_vlan 0
devices[2]: node s, copy 0, name s, host s, role storage leaf, routes True, number 97, loopback 192.168.0.98,
    asn 4200000097, network 10.128.48.128/25, vlan 201, management_vlan 0
devices[3]: node m, copy 0, name m, host m, role management leaf, routes True, number 98, loopback 192.168.0.99,
    asn 4200000098, vlan 0, management 172.16.24.128/26, management_vlan 300
devices[4]: node n, copy 0, name n 1, host n-1, role host, number 0, asn 0, vlan 0, management_vlan 0
devices[5]: node n, copy 1, name n 2, host n-2, role host, number 1, asn 0, vlan 0, management_vlan 0
devices[6]: node n, copy 2, name n 3, host n-3, role host, number 2, asn 0, vlan 0, management_vlan 0
devices[7]: node n, copy 3, name n 4, host n-4, role host, number 3, asn 0, vlan 0, management_vlan 0
devices[8]: node lone, copy 0, name lone 1, host lone-1, role host, routes True, number 128, loopback
    192.168.192.129, asn 4220000128, vlan 0, management_vlan 0
devices[9]: node lone, copy 1, name lone 2, host lone-2, role host, routes True, number 129, loopback
    192.168.192.130, asn 4220000129, vlan 0, management_vlan 0
devices[10]: node store, copy 0, name store 1, host store-1, role storage, number 544, asn 0, vlan 0,
    management_vlan 0
devices[11]: node store, copy 1, name store 2, host store-2, role storage, number 545, asn 0, vlan 0,
    management_vlan 0
ports[0]: device 0, port port 1, interface 1, cable F-0001, link fa, medium fabric, peer 4, peer_port port 1,
    peer_interface 1, use access, peer_address 10.128.0.2/25, vlan 101, rail 1, plane 1
ports[1]: device 0, port port 2, interface 2, cable F-0003, link fa, medium fabric, peer 5, peer_port port 1,
    peer_interface 1, use access, peer_address 10.128.0.3/25, vlan 101, rail 1, plane 1
ports[2]: device 0, port port 3, interface 3, cable F-0005, link fa, medium fabric, peer 6, peer_port port 1,
    peer_interface 1, use access, peer_address 10.128.0.4/25, vlan 101, rail 1, plane 1
ports[3]: device 0, port port 4, interface 4, cable F-0007, link fa, medium fabric, peer 7, peer_port port 1,
    peer_interface 1, use access, peer_address 10.128.0.5/25, vlan 101, rail 1, plane 1
ports[4]: device 0, port port 5, interface 5, cable F-0009, link fu, medium fabric, peer 0, peer_port port 6,
    peer_interface 6, use link, address 10.0.0.0/31, peer_address 10.0.0.1/31, vlan 0, rail 0, plane 1
ports[5]: device 0, port port 6, interface 6, cable F-0009, link fu, medium fabric, peer 0, peer_port port 5,
    peer_interface 5, use link, address 10.0.0.1/31, peer_address 10.0.0.0/31, vlan 0, rail 0, plane 1
ports[6]: device 1, port port 1, interface 1, cable F-0002, link fa, medium fabric, peer 4, peer_port port 2,
    peer_interface 2, use access, peer_address 10.128.0.130/25, vlan 101, rail 1, plane 2
ports[7]: device 1, port port 2, interface 2, cable F-0004, link fa, medium fabric, peer 5, peer_port port 2,
    peer_interface 2, use access, peer_address 10.128.0.131/25, vlan 101, rail 1, plane 2
ports[8]: device 1, port port 3, interface 3, cable F-0006, link fa, medium fabric, peer 6, peer_port port 2,
    peer_interface 2, use access, peer_address 10.128.0.132/25, vlan 101, rail 1, plane 2
ports[9]: device 1, port port 4, interface 4, cable F-0008, link fa, medium fabric, peer 7, peer_port port 2,
    peer_interface 2, use access, peer_address 10.128.0.133/25, vlan 101, rail 1, plane 2
ports[10]: device 2, port port 1, interface 1, cable S-0001, link sn, medium storage, peer 4, peer_port port 3,
    peer_interface 3, use access, peer_address 10.128.48.130/25, vlan 201, rail 1, plane 1
ports[11]: device 2, port port 2, interface 2, cable S-0002, link sn, medium storage, peer 5, peer_port port 3,
    peer_interface 3, use access, peer_address 10.128.48.131/25, vlan 201, rail 1, plane 1
ports[12]: device 2, port port 3, interface 3, cable S-0003, link sn, medium storage, peer 6, peer_port port 3,
    peer_interface 3, use access, peer_address 10.128.48.132/25, vlan 201, rail 1, plane 1
ports[13]: device 2, port port 4, interface 4, cable S-0004, link sn, medium storage, peer 7, peer_port port 3,
    peer_interface 3, use access, peer_address 10.128.48.133/25, vlan 201, rail 1, plane 1
ports[14]: device 2, port port 5, interface 5, cable S-0005, link ss, medium storage, peer 10, peer_port port 1,
    peer_interface 1, use access, peer_address 10.128.48.134/25, vlan 201, rail 1, plane 1
ports[15]: device 2, port port 6, interface 6, cable S-0006, link ss, medium storage, peer 11, peer_port port 1,
    peer_interface 1, use access, peer_address 10.128.48.135/25, vlan 201, rail 1, plane 1
ports[16]: device 3, port port 1, interface 1, cable M-0001, link mn, medium management, peer 4, peer_port port
    4, peer_interface 4, use access, peer_address 172.16.24.130/26, vlan 300, rail 0, plane 1
ports[17]: device 3, port port 2, interface 2, cable M-0002, link mn, medium management, peer 5, peer_port port
    4, peer_interface 4, use access, peer_address 172.16.24.131/26, vlan 300, rail 0, plane 1
ports[18]: device 3, port port 3, interface 3, cable M-0003, link mn, medium management, peer 6, peer_port port
    4, peer_interface 4, use access, peer_address 172.16.24.132/26, vlan 300, rail 0, plane 1
ports[19]: device 3, port port 4, interface 4, cable M-0004, link mn, medium management, peer 7, peer_port port
    4, peer_interface 4, use access, peer_address 172.16.24.133/26, vlan 300, rail 0, plane 1
ports[20]: device 4, port port 1, interface 1, cable F-0001, link fa, medium fabric, peer 0, peer_port port 1,
    peer_interface 1, use host, address 10.128.0.2/25, peer_address 10.128.0.1/25, vlan 0, rail 1, plane 1
ports[21]: device 4, port port 2, interface 2, cable F-0002, link fa, medium fabric, peer 1, peer_port port 1,
    peer_interface 1, use host, address 10.128.0.130/25, peer_address 10.128.0.129/25, vlan 0, rail 1, plane 2
ports[22]: device 4, port port 3, interface 3, cable S-0001, link sn, medium storage, peer 2, peer_port port 1,
    peer_interface 1, use host, address 10.128.48.130/25, peer_address 10.128.48.129/25, vlan 0, rail 1, plane 1
ports[23]: device 4, port port 4, interface 4, cable M-0001, link mn, medium management, peer 3, peer_port port
    1, peer_interface 1, use host, address 172.16.24.130/26, peer_address 172.16.24.129/26, vlan 0, rail 0,
    plane 1
ports[24]: device 5, port port 1, interface 1, cable F-0003, link fa, medium fabric, peer 0, peer_port port 2,
    peer_interface 2, use host, address 10.128.0.3/25, peer_address 10.128.0.1/25, vlan 0, rail 1, plane 1
ports[25]: device 5, port port 2, interface 2, cable F-0004, link fa, medium fabric, peer 1, peer_port port 2,
    peer_interface 2, use host, address 10.128.0.131/25, peer_address 10.128.0.129/25, vlan 0, rail 1, plane 2
ports[26]: device 5, port port 3, interface 3, cable S-0002, link sn, medium storage, peer 2, peer_port port 2,
    peer_interface 2, use host, address 10.128.48.131/25, peer_address 10.128.48.129/25, vlan 0, rail 1, plane 1
ports[27]: device 5, port port 4, interface 4, cable M-0002, link mn, medium management, peer 3, peer_port port
    2, peer_interface 2, use host, address 172.16.24.131/26, peer_address 172.16.24.129/26, vlan 0, rail 0,
    plane 1
ports[28]: device 6, port port 1, interface 1, cable F-0005, link fa, medium fabric, peer 0, peer_port port 3,
    peer_interface 3, use host, address 10.128.0.4/25, peer_address 10.128.0.1/25, vlan 0, rail 1, plane 1
ports[29]: device 6, port port 2, interface 2, cable F-0006, link fa, medium fabric, peer 1, peer_port port 3,
    peer_interface 3, use host, address 10.128.0.132/25, peer_address 10.128.0.129/25, vlan 0, rail 1, plane 2
ports[30]: device 6, port port 3, interface 3, cable S-0003, link sn, medium storage, peer 2, peer_port port 3,
    peer_interface 3, use host, address 10.128.48.132/25, peer_address 10.128.48.129/25, vlan 0, rail 1, plane 1
ports[31]: device 6, port port 4, interface 4, cable M-0003, link mn, medium management, peer 3, peer_port port
    3, peer_interface 3, use host, address 172.16.24.132/26, peer_address 172.16.24.129/26, vlan 0, rail 0,
    plane 1
ports[32]: device 7, port port 1, interface 1, cable F-0007, link fa, medium fabric, peer 0, peer_port port 4,
    peer_interface 4, use host, address 10.128.0.5/25, peer_address 10.128.0.1/25, vlan 0, rail 1, plane 1
ports[33]: device 7, port port 2, interface 2, cable F-0008, link fa, medium fabric, peer 1, peer_port port 4,
    peer_interface 4, use host, address 10.128.0.133/25, peer_address 10.128.0.129/25, vlan 0, rail 1, plane 2
ports[34]: device 7, port port 3, interface 3, cable S-0004, link sn, medium storage, peer 2, peer_port port 4,
    peer_interface 4, use host, address 10.128.48.133/25, peer_address 10.128.48.129/25, vlan 0, rail 1, plane 1
ports[35]: device 7, port port 4, interface 4, cable M-0004, link mn, medium management, peer 3, peer_port port
    4, peer_interface 4, use host, address 172.16.24.133/26, peer_address 172.16.24.129/26, vlan 0, rail 0,
    plane 1
ports[36]: device 8, port port 1, interface 1, cable F-0010, link pair, medium fabric, peer 9, peer_port port 1,
    peer_interface 1, use link, address 10.112.16.0/31, peer_address 10.112.16.1/31, vlan 0, rail 0, plane 0
ports[37]: device 9, port port 1, interface 1, cable F-0010, link pair, medium fabric, peer 8, peer_port port 1,
    peer_interface 1, use link, address 10.112.16.1/31, peer_address 10.112.16.0/31, vlan 0, rail 0, plane 0
ports[38]: device 10, port port 1, interface 1, cable S-0005, link ss, medium storage, peer 2, peer_port port 5,
    peer_interface 5, use host, address 10.128.48.134/25, peer_address 10.128.48.129/25, vlan 0, rail 1, plane 1
ports[39]: device 11, port port 1, interface 1, cable S-0006, link ss, medium storage, peer 2, peer_port port 6,
    peer_interface 6, use host, address 10.128.48.135/25, peer_address 10.128.48.129/25, vlan 0, rail 1, plane 1
settings: links 10.0.0.0/9, hosts 10.128.0.0/9, loopbacks 192.168.0.0/16, management 172.16.0.0/12, host_length
    25, management_length 26, link_addresses numbered, asn_base 4200000000
planes: [fabric] 2, [management] 1, [storage] 1
[device] (Loopback 192.168.0.1 · AS 4200000000 · hosts 10.128.0.0/25 · VLAN 101 Loopback 192.168.0.2 · AS
    4200000001 · hosts 10.128.0.128/25 · VLAN 101 Loopback 192.168.0.98 · AS 4200000097 · hosts 10.128.48.128/25
    · VLAN 201 Loopback 192.168.0.99 · AS 4200000098 · management 172.16.24.128/26 It routes nothing, so that it
    has no loopback and no system. It routes nothing, so that it has no loopback and no system. It routes
    nothing, so that it has no loopback and no system. It routes nothing, so that it has no loopback and no
    system. Loopback 192.168.192.129 · AS 4220000128 Loopback 192.168.192.130 · AS 4220000129 It routes nothing,
    so that it has no loopback and no system. It routes nothing, so that it has no loopback and no system.),
    [port] (no address, host 10.128.0.2/25 no address, host 10.128.0.3/25 no address, host 10.128.0.4/25 no
    address, host 10.128.0.5/25 10.0.0.0/31 to 10.0.0.1/31 10.0.0.1/31 to 10.0.0.0/31 no address, host
    10.128.0.130/25 no address, host 10.128.0.131/25 no address, host 10.128.0.132/25 no address, host
    10.128.0.133/25 no address, host 10.128.48.130/25 no address, host 10.128.48.131/25 no address, host
    10.128.48.132/25 no address, host 10.128.48.133/25 no address, host 10.128.48.134/25 no address, host
    10.128.48.135/25 no address, host 172.16.24.130/26 no address, host 172.16.24.131/26 no address, host
    172.16.24.132/26 no address, host 172.16.24.133/26 10.128.0.2/25 to 10.128.0.1/25 10.128.0.130/25 to
    10.128.0.129/25 10.128.48.130/25 to 10.128.48.129/25 172.16.24.130/26 to 172.16.24.129/26 10.128.0.3/25 to
    10.128.0.1/25 10.128.0.131/25 to 10.128.0.129/25 10.128.48.131/25 to 10.128.48.129/25 172.16.24.131/26 to
    172.16.24.129/26 10.128.0.4/25 to 10.128.0.1/25 10.128.0.132/25 to 10.128.0.129/25 10.128.48.132/25 to
    10.128.48.129/25 172.16.24.132/26 to 172.16.24.129/26 10.128.0.5/25 to 10.128.0.1/25 10.128.0.133/25 to
    10.128.0.129/25 10.128.48.133/25 to 10.128.48.129/25 172.16.24.133/26 to 172.16.24.129/26 10.112.16.0/31 to
    10.112.16.1/31 10.112.16.1/31 to 10.112.16.0/31 10.128.48.134/25 to 10.128.48.129/25 10.128.48.135/25 to
    10.128.48.129/25)
"""


def outcome(name: str) -> list[str]:
    design = CASES[name]
    plan = address_plan(design, network_of(design, CABLING.parts).cables)
    words = {
        "device": [device_words(one) for one in plan.devices],
        "port": [address_words(one) for one in plan.ports],
        "own": settings_are_own(design),
        "shortage": shortage(design),
    }
    return [*told(plan), *told(words)]


@pytest.mark.parametrize("name", CASES)
def test_all_that_is_planned(name):
    assert outcome(name) == sections(EXPECTED)[name]
