"""``python -m tools.check``: every check of the code at once; all are run, then the failed ones are named."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
DEMO = {"CHENGYI_DEMO": "1", "CHENGYI_ENV_FILE": ""}
# Shaped like production's, of no use to anybody.
PRODUCTION = {
    "CHENGYI_DEMO": "0",
    "CHENGYI_ENV_FILE": "",
    "SECRET_KEY": "only-for-checking-the-settings-of-a-deployment-0123456789-abcdef",
    "ALLOWED_HOSTS": "credit.example.gov.cn",
    "CSRF_TRUSTED_ORIGINS": "https://credit.example.gov.cn",
    "CHENGYI_SEAL_KEYS": "check:00112233445566778899aabbccddeeff",
    "CHENGYI_INDEX_KEY": "00112233445566778899aabbccddeeff",
    "DATABASE_URL": "postgresql://chengyi:chengyi@localhost/chengyi",
    "BROKER_URL": "redis://localhost:6379/0",
}
MANAGE = [sys.executable, "manage.py"]
CHECKS: list[tuple[str, list[str], dict[str, str]]] = [
    ("format", [str(BIN / "ruff"), "format", "--check", "--quiet", "."], {}),
    ("lint", [str(BIN / "ruff"), "check", "--quiet", "."], {}),
    ("layers", [str(BIN / "lint-imports")], DEMO),
    ("migrations", [*MANAGE, "makemigrations", "--check", "--dry-run"], DEMO),
    ("translations", [sys.executable, "-m", "tools.messages", "check"], DEMO),
    (
        "compose file",
        [str(BIN / "check-jsonschema"), "--builtin-schema", "vendor.compose-spec", "docker-compose.yml"],
        {},
    ),
    ("workflow diagrams", [*MANAGE, "draw_workflows", "--check"], DEMO),
    ("deployment", [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
    ("types", [str(BIN / "mypy"), "."], DEMO),
]


def main() -> int:
    """Run the checks in the order above.

    Returns:
        0 where all of them are clean, else 1.
    """
    failed = []
    with tempfile.TemporaryDirectory(prefix="cy-check-") as var:
        for name, command, variables in CHECKS:
            started = time.monotonic()
            env = {key: value for key, value in os.environ.items() if key not in PRODUCTION}
            env |= {"CHENGYI_VAR": var, **variables}
            result = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
            clean = result.returncode == 0
            print(f"{'ok  ' if clean else 'FAIL'}  {name}  ({time.monotonic() - started:.1f} s)", flush=True)
            if not clean:
                failed.append(name)
                print(result.stdout + result.stderr, flush=True)
    print(f"Checks failed: {', '.join(failed)}." if failed else "All checks are clean.", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
