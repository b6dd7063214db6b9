"""Installing a package of Debian's, where there is apt and no password is asked for."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping


def install(package: str) -> bool:
    """Install a package; whether it went well. What apt says goes to standard error."""
    if not sys.platform.startswith("linux") or not shutil.which("apt-get"):
        return False
    if os.geteuid() == 0:
        prefix: list[str] = []
    elif shutil.which("sudo") and run(["sudo", "-n", "true"]):
        prefix = ["sudo", "-n"]
    else:
        return False
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-o", "DPkg::Lock::Timeout=300"]
    print(f"Instalando {package} con apt-get…", file=sys.stderr, flush=True)
    command = [*apt, "install", "-y", "--no-install-recommends", package]
    # The lists of packages may be absent or old; a mirror that fails is not yet a reason to give up.
    return run(command) or (run([*apt, "update"]) and run(command))


def run(command: list[str], env: Mapping[str, str] | None = None) -> bool:
    """Run a command without questions, its output on standard error; whether it went well."""
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False, env=env)
        return done.returncode == 0
    except OSError:
        return False
