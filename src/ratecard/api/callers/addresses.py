"""What an address of the network tells of whoever has it."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

IPV6_NETWORK_BITS = 64
"""One asker has a whole network of IPv6."""

TRANSLATED = IPv6Network("64:ff9b::/96")
"""Where translators (NAT64, RFC 6052) put IPv4 addresses for a server that has IPv6 only."""

MAPPED = IPv6Network("::ffff:0:0/96")
"""How a socket for both kinds of addresses shows those of IPv4 (RFC 4291, 2.5.5.2)."""

NAME_CHARACTERS_MOST = 60
EVERYBODY = "*"


def asker_of(host: str) -> str:
    """Who is charged for an address: an IPv4 address, however it is written, or an IPv6 network of 64 bits.

    `::ffff:192.0.2.7` is 192.0.2.7; `2001:db8:1:2:3:4:5:6` is `2001:db8:1:2::/64`. What is not an address stays, cut.
    """
    if ":" not in host:
        return host[:NAME_CHARACTERS_MOST]
    try:
        address = ip_address(host)
    except ValueError:
        return host[:NAME_CHARACTERS_MOST]
    if isinstance(address, IPv4Address):
        return str(address)
    inside = _ipv4_in(address)
    if inside is not None:
        return str(inside)
    bits = 128 - IPV6_NETWORK_BITS
    return f"{IPv6Address(int(address) >> bits << bits)}/{IPV6_NETWORK_BITS}"


def _ipv4_in(address: IPv6Address) -> IPv4Address | None:
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return IPv4Address(int(address) & 0xFFFF_FFFF) if address in TRANSLATED else None


def wrong_proxies(trusted: str) -> str | None:
    """Why a list of trusted proxies cannot be meant, or None: each is an address or a network; or all of it is `*`."""
    if trusted.strip() == EVERYBODY:
        return None
    for text in _words(trusted):
        try:
            ip_network(text)
        except ValueError as error:
            hint = "write addresses or networks by commas, such as 10.0.0.5, 10.1.0.0/16"
            return f"--trusted-proxies: {text[:NAME_CHARACTERS_MOST]} is never the address of a proxy ({error}); {hint}"
    return None


def believed_proxies(trusted: str) -> list[str] | str:
    """The trusted proxies with both ways of writing IPv4: `10.1.0.0/16` is `::ffff:10.1.0.0/112`, too."""
    if trusted.strip() == EVERYBODY:
        return EVERYBODY
    believed: list[str] = []
    for network in map(ip_network, _words(trusted)):
        believed.append(str(network))
        if network.version == 4:
            mapped = IPv6Address(int(MAPPED.network_address) | int(network.network_address))
            believed.append(f"{mapped}/{MAPPED.prefixlen + network.prefixlen}")
    return believed


def believes_everybody(trusted: str) -> bool:
    """Whether anybody who reaches the server is a trusted proxy."""
    return trusted.strip() == EVERYBODY or any(ip_network(text).prefixlen == 0 for text in _words(trusted))


def _words(trusted: str) -> list[str]:
    return [text.strip() for text in trusted.split(",") if text.strip()]


def is_loopback(host: str) -> bool:
    """Whether an address is one that no other machine reaches."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
