"""Settings: every tunable with its default, unit and source. Read once, at start: flags, environment, TOML, defaults."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from platformdirs import user_cache_path, user_config_path, user_data_path
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from assistant.errors import SettingsError
from index.embedding import DEFAULT_MODEL

CONFIG_FILE = user_config_path("tongwen") / "tongwen.toml"


class Settings(BaseSettings):
    """What can be set, as `TONGWEN_<NAME>` in the environment or `<name>` in tongwen.toml."""

    model_config = SettingsConfigDict(env_prefix="TONGWEN_", frozen=True, extra="ignore")

    data: Path = Field(default_factory=lambda: user_data_path("tongwen"), description="where the index lives")
    cache: Path = Field(default_factory=lambda: user_cache_path("tongwen"), description="where model weights live")
    offline: bool = Field(default=False, description="never fetch weights; fail when they are not there")

    model: str = Field(
        default="embedded",
        description='the language model: "embedded", or "provider:name" of a LangChain chat model',
    )
    model_path: Path | None = Field(default=None, description="a GGUF file to run instead of the embedded default")
    model_base_url: str = Field(default="", description="the address of an OpenAI-compatible endpoint")
    model_threads: int = Field(default=0, ge=0, le=256, description="threads of the embedded model; 0: all cores")
    embedding_model: str = Field(
        default=DEFAULT_MODEL, description="a sentence-transformers folder or hub name; the index must be rebuilt for it"
    )
    embedding_backend: str = Field(default="auto", pattern="^(auto|openvino|torch)$", description="what runs it")

    generations_kept: int = Field(default=2, ge=1, le=100, description="complete indexes kept, the published one among them")
    versions_kept: int = Field(default=10, ge=1, le=1_000, description="earlier texts kept of each document")
    versions_days: int = Field(default=730, ge=1, le=36_500, description="days for which earlier texts are kept")

    local_ports: str = Field(
        default="",
        pattern=r"^(\d{1,5}(,\d{1,5})*)?$",
        description="ports of this machine that pages may be fetched from, as 8000,8080; no other private address ever is",
    )

    passages: int = Field(default=12, ge=1, le=100, description="passages looked at for one answer")
    evidence_tokens: int = Field(default=300, ge=50, le=20_000, description="tokens of evidence shown to the model")
    broad_evidence_tokens: int = Field(
        default=480, ge=50, le=20_000, description="the same for questions that want a list, a count or a comparison"
    )
    answer_tokens: int = Field(default=220, ge=16, le=4_000, description="longest answer, in tokens")
    question_characters: int = Field(default=8_000, ge=100, le=100_000, description="longest question taken")
    history_turns: int = Field(default=3, ge=0, le=50, description="earlier exchanges looked at for a follow-up")

    connect_seconds: float = Field(default=5.0, gt=0, description="longest wait for a connection to the model")
    first_token_seconds: float = Field(default=60.0, gt=0, description="longest wait for the first words")
    between_tokens_seconds: float = Field(default=20.0, gt=0, description="longest pause between words")
    total_seconds: float = Field(default=180.0, gt=0, description="longest time for a whole answer")

    host: str = Field(default="127.0.0.1", description="address the chat is served at")
    port: int = Field(default=7860, ge=0, le=65_535, description="port the chat is served at")
    queue: Annotated[int, Field(ge=1, le=10_000)] = Field(
        default=64, description="visitors waiting before others are told busy"
    )
    feedback: bool = Field(default=True, description="keep thumbs and reasons, without the visitor, in the data directory")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Flags first, then the environment, then the TOML file."""
        del dotenv_settings, file_secret_settings
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, CONFIG_FILE)


def read_settings(**flags: object) -> Settings:
    """The settings, with `flags` that are not None over everything else.

    Raises: SettingsError naming each setting whose value cannot be used.
    """
    try:
        return Settings(**{name: value for name, value in flags.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        faults = "; ".join(f"TONGWEN_{str(fault['loc'][0]).upper()}: {fault['msg']}" for fault in error.errors())
        message = f"The settings cannot be used: {faults}."
        raise SettingsError(message) from error
    except (OSError, ValueError) as error:
        message = f"{CONFIG_FILE} cannot be read ({error}); correct it or remove it."
        raise SettingsError(message) from error
