"""Where the application is and what follows from it: its origin, the names it answers to, whether cookies need TLS."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from generator.private.errors import refuse

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True, repr=False)
class Site:
    """`origin` is what browsers have in their address bar: `https://acompanamiento.micentro.edu.co`."""

    origins: tuple[str, ...]

    @property
    def hosts(self) -> frozenset[str]:
        return frozenset(urlsplit(origin).netloc for origin in self.origins)

    @property
    def secure(self) -> bool:
        return all(origin.startswith("https://") for origin in self.origins)

    @property
    def cookie(self) -> str:
        """The name of the session's cookie. Without TLS it says the port: a computer's cookies are of all its ports."""
        return "__Host-inspira" if self.secure else f"inspira-{urlsplit(self.origins[0]).port or 80}"


def local_site(port: int, *, tls: bool = False) -> Site:
    """The application on this computer alone."""
    scheme = "https" if tls else "http"
    return Site((f"{scheme}://{LOOPBACK}:{port}", f"{scheme}://localhost:{port}"))


def public_site(address: str) -> Site:
    """The application of a centre, by the address that people use. Raises StoreError (D464)."""
    try:
        parts = urlsplit(address.strip().rstrip("/"))
        good = parts.scheme == "https" and parts.hostname and not (parts.path or parts.query or parts.username)
        _ = parts.port
    except ValueError:
        good = False
    if not good:
        raise refuse("D464")
    return Site((f"https://{parts.netloc.lower()}",))


def is_loopback(host: str) -> bool:
    """Whether nobody but this computer reaches an address."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
