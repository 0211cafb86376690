"""What an address of the network tells of whoever has it."""

from ipaddress import ip_address


def is_loopback(host: str) -> bool:
    """Whether an address is one that no other machine reaches."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
