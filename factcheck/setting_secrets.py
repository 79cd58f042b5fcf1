"""Settings that are secret: read from the environment, or from a file that it names."""

from collections.abc import Mapping
from pathlib import Path

from factcheck.setting_addresses import BadSetting


def secret(env: Mapping[str, str], home: Path) -> str:
    """The secret from the environment, from the file it names, or from the home folder."""
    if env.get("FACTCHECK_SECRET_KEY"):
        return env["FACTCHECK_SECRET_KEY"]
    named = env.get("FACTCHECK_SECRET_KEY_FILE")
    path = Path(named) if named else home / "secret.key"
    try:
        return path.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        if named:
            raise BadSetting(
                f"FACTCHECK_SECRET_KEY_FILE names {named}, which does not exist."
            ) from None
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise BadSetting(f"The secret in {path} cannot be read: {error}.") from error


def source_key(env: Mapping[str, str]) -> str:
    """The key of protected sources from the environment or from the file it names; empty where neither is set."""
    key, named = env.get("FACTCHECK_SOURCE_KEY", ""), env.get("FACTCHECK_SOURCE_KEY_FILE", "")
    if not key and named:
        try:
            key = Path(named).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise BadSetting(
                f"FACTCHECK_SOURCE_KEY_FILE names {named}, which cannot be read."
            ) from error
    key = key.strip().lower()
    if key and not (len(key) == 64 and set(key) <= set("0123456789abcdef")):
        raise BadSetting(
            "FACTCHECK_SOURCE_KEY must be 64 hex digits. Make one with: "
            'python3 -c "import secrets; print(secrets.token_hex(32))"'
        )
    return key
