"""Write the config folder that Home Assistant starts with."""

import json
from pathlib import Path
import shutil

from .ports import LOOPBACK

REPOSITORY = Path(__file__).parents[1]
INTEGRATION = REPOSITORY / "custom_components" / "jingl"
BLUEPRINTS = REPOSITORY / "blueprints"

# Not default_config: bluetooth, dhcp, ssdp, zeroconf and cloud want a network and root.
# Home Assistant's own editors save to the included files.
CONFIGURATION = """\
# Written anew at every start.
homeassistant:
  name: Jingl demo
  country: AU
  currency: AUD
  language: en
  time_zone: Australia/Melbourne
  unit_system: metric
  latitude: -37.8098
  longitude: 144.9652
  elevation: 31
  packages: !include_dir_named packages

frontend:
config:
conversation:
history:
logbook:
recorder:

automation: !include automations.yaml
scene: !include scenes.yaml
script: !include scripts.yaml

logger:
  default: info
  logs:
    custom_components.jingl: {log_level}
    # These two only miss ffmpeg and libturbojpeg, which nothing here has a use for.
    haffmpeg: critical
    homeassistant.components.camera.img_util: critical
"""


def seed(folder: Path, *, port: int, log_level: str, package: Path | None = None) -> None:
    """Write everything that Home Assistant reads before it starts."""
    storage = folder / ".storage"
    storage.mkdir(parents=True, exist_ok=True)
    (folder / "configuration.yaml").write_text(CONFIGURATION.format(log_level=log_level))
    for included in ("automations.yaml", "scenes.yaml", "scripts.yaml"):
        (folder / included).touch()
    packages = folder / "packages"
    packages.mkdir(exist_ok=True)
    if package:
        shutil.copy(package, packages)
    # A copy, not a link: Home Assistant does not follow links.
    shutil.copytree(BLUEPRINTS, folder / "blueprints", dirs_exist_ok=True)
    _write_http(storage, port)
    _write_onboarding(storage)
    _link_integration(folder / "custom_components")


def forget(folder: Path) -> None:
    """Remove what Home Assistant remembers, so that it is onboarded again."""
    shutil.rmtree(folder / ".storage", ignore_errors=True)


def _write_http(storage: Path, port: int) -> None:
    """Have Home Assistant listen on one port of the loopback interface only.

    Not as "http:" in the YAML: Home Assistant only tries that out, and restarts without it after
    five minutes.
    """
    stable = {
        "server_host": [LOOPBACK],
        "server_port": port,
        "cors_allowed_origins": [],
        "login_attempts_threshold": -1,
        "ip_ban_enabled": False,
        "ssl_profile": "modern",
        "use_x_frame_options": True,
    }
    data = {"stable": stable, "pending": None, "yaml_migration_done": True}
    _write_store(storage / "http", data, version=2, minor_version=2)


def _write_onboarding(storage: Path) -> None:
    """Skip all onboarding steps but the one that creates the user.

    The others would ask for what the YAML already says, or add integrations that need a
    network.
    """
    if not (storage / "onboarding").exists():
        data = {"done": ["core_config", "analytics", "integration"]}
        _write_store(storage / "onboarding", data, version=4, minor_version=1)


def _write_store(path: Path, data: object, *, version: int, minor_version: int) -> None:
    """Write a file in the format of Home Assistant's storage."""
    store = {"version": version, "minor_version": minor_version, "key": path.name, "data": data}
    path.write_text(json.dumps(store, indent=2))


def _link_integration(folder: Path) -> None:
    """Link the integration, so that Home Assistant runs the files you are working on."""
    folder.mkdir(exist_ok=True)
    link = folder / INTEGRATION.name
    link.unlink(missing_ok=True)
    link.symlink_to(INTEGRATION)
