"""Settings, from the environment and `.env`; nothing else reads the environment."""

import os
import secrets
import sys
from collections.abc import Collection, Mapping
from functools import lru_cache
from pathlib import Path

from dotenv import dotenv_values
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.core.database_audit import AuditLog
from app.core.database_config import ADDRESS_VARIABLES, SWITCHES, DatabaseChoice, Refusal, Tier, is_misspelled
from app.core.database_door import DEPLOY_HOSTS, the_door
from embedded import EmbeddedError, ensure_database, ensure_redis

# The servers that this project brings along, for the tiers in which nobody has to give an address.
EMBEDDED_STACKS = {Tier.INT: "test", Tier.STG: "up"}
PROJECT_ROOT = Path(__file__).resolve().parents[3]
ENV_FILES = (PROJECT_ROOT / ".env", PROJECT_ROOT / "backend" / ".env")


class Settings(BaseSettings):
    """What differs between machines; every name is explained in `.env.example`."""

    model_config = SettingsConfigDict(env_file=ENV_FILES, extra="ignore", populate_by_name=True)

    # Read by `choose_database` below and by nothing else: whoever wants a database asks for `database_url`.
    int_database_url_raw: SecretStr = Field(default=SecretStr(""), alias=ADDRESS_VARIABLES[Tier.INT])
    stg_database_url_raw: SecretStr = Field(default=SecretStr(""), alias=ADDRESS_VARIABLES[Tier.STG])
    prod_database_url_raw: SecretStr = Field(default=SecretStr(""), alias=ADDRESS_VARIABLES[Tier.PROD])
    ci_database_url_raw: SecretStr = Field(default=SecretStr(""), alias=ADDRESS_VARIABLES[Tier.CI])
    database_audit_file: Path = PROJECT_ROOT / "logs" / "database_audit.jsonl"
    audit_anchor_file: Path = PROJECT_ROOT / "logs" / "audit_anchors.jsonl"
    database_pool_size: int = 10
    database_max_overflow: int = 20
    database_prepared_statements: bool = True

    redis_url: str = "redis://127.0.0.1:63791/0"

    # Made anew for each process when not given: fine for a test, not for two processes; launchers give one.
    secret_key: SecretStr = Field(default_factory=lambda: SecretStr(secrets.token_urlsafe(48)), min_length=32)
    clock_offset_file: Path | None = None
    rate_limit_scale: float = Field(default=1.0, gt=0)
    trusted_proxy_hops: int = Field(default=0, ge=0)
    web_origin: str = "http://localhost:3000"
    secure_cookies: bool = False

    smtp_host: str = "127.0.0.1"
    smtp_port: int = 1025
    smtp_username: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_start_tls: bool = False
    mail_from: str = "InstaInstru <lessons@instainstru.com>"

    otel_exporter_otlp_endpoint: str = ""
    sentry_dsn: SecretStr = SecretStr("")
    worker_metrics_port: int = Field(default=0, ge=0, lt=65_536)
    log_level: str = "INFO"
    log_json: bool = True

    @property
    def database_url(self) -> str:
        """The one database that this process may use, as an asyncpg address; DatabaseRefused when there is none."""
        return self.choose_database().url

    @property
    def database_tier(self) -> Tier:
        return self.choose_database().tier

    def choose_database(self, requested: Tier | None = None, allowed: Collection[Tier] = tuple(Tier)) -> DatabaseChoice:
        """Goes through the door: `requested` is the tier that a command's argument names, `allowed` what it may use."""
        return the_door().open(
            self._database_variables(os.environ),
            AuditLog(self.database_audit_file),
            requested=requested,
            allowed=allowed,
            switches_in_files=switches_in_files(),
        )

    def preview_database(
        self, environ: Mapping[str, str], requested: Tier | None = None, allowed: Collection[Tier] = tuple(Tier)
    ) -> DatabaseChoice | Refusal:
        """What `choose_database` would say with the flags of `environ`; nobody is asked and nothing is granted."""
        return the_door().look(self._database_variables(environ), requested, allowed, switches_in_files())

    def has_database_address(self, tier: Tier) -> bool:
        """For launchers: whether somebody gave an address, or an embedded server is to be started."""
        return bool(self._database_variables({}).get(ADDRESS_VARIABLES[tier], "").strip())

    def _database_variables(self, environ: Mapping[str, str]) -> dict[str, str]:
        """Addresses from the settings; flags from the environment alone, by their exact names."""
        raw = {
            Tier.INT: self.int_database_url_raw,
            Tier.STG: self.stg_database_url_raw,
            Tier.PROD: self.prod_database_url_raw,
            Tier.CI: self.ci_database_url_raw,
        }
        addresses = {ADDRESS_VARIABLES[tier]: address.get_secret_value() for tier, address in raw.items()}
        read = {*SWITCHES, "CI", *DEPLOY_HOSTS}
        return addresses | {name: value for name, value in environ.items() if name in read or is_misspelled(name)}


def switches_in_files() -> set[str]:
    """Flags choose the tier of one command; in a file they would choose it for every command, unseen."""
    values = [dotenv_values(file) for file in ENV_FILES]
    return {name for name in SWITCHES for file in values if file.get(name) not in (None, "", "false")}


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    """Read once, when an application, a worker or a tool is made."""
    return Settings()


def open_settings(requested: Tier | None = None, allowed: Collection[Tier] = tuple(Tier)) -> Settings:
    """As `get_settings`, for the start of a program: embedded servers stand in for addresses that nobody gave.

    They are started if need be, and their addresses put into the environment, for child processes too. Nothing is
    started for a choice that will be refused.
    """
    settings = Settings()
    outlook = settings.preview_database(os.environ, requested, allowed)
    tier = outlook.tier
    if tier in EMBEDDED_STACKS:
        is_given = settings.has_database_address(tier)
        if not (is_given and isinstance(outlook, Refusal)):
            _start_embedded(settings, tier, is_database_given=is_given)
    return get_settings()


def _start_embedded(settings: Settings, tier: Tier, *, is_database_given: bool) -> None:
    try:
        if not is_database_given:
            os.environ[ADDRESS_VARIABLES[tier]] = ensure_database(EMBEDDED_STACKS[tier])
        if "redis_url" not in settings.model_fields_set:
            os.environ["REDIS_URL"] = ensure_redis(EMBEDDED_STACKS[tier])
    except EmbeddedError as error:
        sys.exit(str(error))
