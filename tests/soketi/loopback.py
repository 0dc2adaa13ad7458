"""What a process opens to the network: of a test's server, nothing but the loopback address."""

import ipaddress
import socket

import psutil


def open_addresses(pid: int) -> list[str]:
    """Return where a process listens by TCP or can be reached by UDP, as `tcp 127.0.0.1:80`."""
    found = []
    for each in psutil.Process(pid).net_connections(kind="inet"):
        is_tcp = each.type == socket.SOCK_STREAM
        if not is_tcp or each.status == psutil.CONN_LISTEN:
            found.append(f"{'tcp' if is_tcp else 'udp'} {each.laddr.ip}:{each.laddr.port}")
    return found


def beyond_loopback(pid: int) -> list[str]:
    """Return those of a process's open addresses that others than this machine could reach."""
    return [
        address for address in open_addresses(pid) if not _is_loopback(address.partition(" ")[2])
    ]


def _is_loopback(address: str) -> bool:
    return ipaddress.ip_address(address.rpartition(":")[0]).is_loopback
