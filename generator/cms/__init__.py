"""Decap CMS over the private intake repository: its configuration comes from the schema, its program from its package.

It is no part of the public site, and nothing that builds the site knows of it.
"""

from generator.cms.config import artefacts, cms_config
from generator.cms.folder import cms_files
from generator.cms.package import PACKAGE, VERSION, PackageError, unpack
from generator.cms.settings import PLACE, Settings, SettingsError, load_settings

__all__ = [
    "PACKAGE",
    "PLACE",
    "VERSION",
    "PackageError",
    "Settings",
    "SettingsError",
    "artefacts",
    "cms_config",
    "cms_files",
    "load_settings",
    "unpack",
]
