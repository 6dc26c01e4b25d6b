"""Text to vectors: one small protocol, the shipped model through onnxruntime or sentence-transformers, any other model
through sentence-transformers.

Nothing heavy is imported before it is needed: opening an index, a lexical query and a number query import neither
onnxruntime nor torch; a query's vector needs onnxruntime (0.3 s) and never torch (9 s).
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from corpus.errors import LuocdoError
from corpus.settings import Settings
from search.syllables import Syllables

SHIPPED = Path(__file__).parent / "model" / "e5-small-vi-q4"
LEARNT = Path(__file__).parent / "model" / "question-adapter"
"""What questions have learnt besides (``search.adapter``)."""
MAX_TOKENS = 512
QUERY_TOKENS = 96
"""A question has fewer; one of 100 kB must not take longer than another."""
END = 2
"""The token that closes a text."""
Vectors = npt.NDArray[np.float32]


class Encoder(Protocol):
    """Unit vectors for questions and for passages."""

    @property
    def identity(self) -> str:
        """Model, revision and settings: vectors of different identities are never mixed."""
        ...

    @property
    def dimension(self) -> int: ...

    def queries(self, texts: Sequence[str]) -> Vectors: ...

    def passages(self, texts: Sequence[str]) -> Vectors: ...

    def warm(self) -> None:
        """Load what the first question would wait for."""
        ...


def by_length(texts: Sequence[str], size: int) -> list[list[int]]:
    """Indices in batches of texts of like length: padding costs as much as words."""
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    return [order[i : i + size] for i in range(0, len(order), size)]


class ShippedEncoder:
    """The 4-bit model that ships with the project, written once as ONNX under ``folder`` and run by onnxruntime.

    Questions have a graph of their own, with what they have learnt besides (``search.adapter``); passages never see it, so
    that an index outlives it. A process that only asks, or only indexes, loads one of the two.
    """

    def __init__(self, folder: Path, threads: int | None = None, learnt: Path | None = LEARNT) -> None:
        self._folder = folder
        self._learnt = learnt
        self._threads = threads or min(4, os.cpu_count() or 1)
        self._lock = threading.Lock()
        self._loaded: dict[Path | None, tuple[Any, Reader]] = {}

    @property
    def identity(self) -> str:
        return f"e5-small-vi-q4@{revision(SHIPPED)}:max={MAX_TOKENS}"

    @property
    def dimension(self) -> int:
        return 384

    def queries(self, texts: Sequence[str]) -> Vectors:
        return self._encode([f"query: {t}" for t in texts], QUERY_TOKENS, self._learnt)

    def passages(self, texts: Sequence[str]) -> Vectors:
        return self._encode([f"passage: {t}" for t in texts], MAX_TOKENS, None)

    def warm(self) -> None:
        self.queries(["làm nóng"])

    def _encode(self, texts: list[str], longest: int, learnt: Path | None, batch: int = 8) -> Vectors:
        with self._lock:
            if learnt not in self._loaded:
                self._loaded[learnt] = (self._load(learnt), Reader(syllables_of(learnt)))
            session, reader = self._loaded[learnt]
        vectors = np.empty((len(texts), self.dimension), np.float32)
        for indices in by_length(texts, batch):
            ids, mask = reader([texts[i] for i in indices], longest)
            vectors[indices] = session.run(["sentence_embedding"], {"input_ids": ids, "attention_mask": mask})[0]
        return vectors

    def _load(self, learnt: Path | None) -> Any:
        import onnxruntime

        graph = prepare_shipped_model(self._folder, learnt)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self._threads
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.add_session_config_entry("session.disable_quant_qdq", "1")  # open the weights while loading, not while running
        return onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])


class Reader:
    """Texts to token ids and their mask, padded to the longest; questions without diacritics by their syllables."""

    def __init__(self, syllables: Syllables) -> None:
        from tokenizers import Tokenizer

        self._syllables = syllables
        self._tokenizer = Tokenizer.from_file(str(SHIPPED / "tokenizer.json"))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.enable_padding(pad_id=1, pad_token="<pad>")
        syllables.teach(self._tokenizer)

    def __call__(self, texts: Sequence[str], longest: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        encoded = self._tokenizer.encode_batch([self._syllables.marked(t) for t in texts])
        ids = np.array([e.ids for e in encoded], np.int64)[:, :longest]
        mask = np.array([e.attention_mask for e in encoded], np.int64)[:, :longest]
        if ids.shape[1] == longest:
            ids[mask[:, -1] == 1, -1] = END
        return ids, mask


def syllables_of(learnt: Path | None) -> Syllables:
    """The bare syllables that questions know; none without an adapter."""
    from search.adapter import Adapter

    return Adapter.read(learnt, revision(SHIPPED)).syllables if learnt else Syllables(())


class SentenceTransformerEncoder:
    """Any sentence-transformers model in a folder: one setting (``LUOCDO_MODEL``) away, at the price of torch at query time."""

    def __init__(self, folder: Path) -> None:
        if not (folder / "modules.json").exists():
            raise LuocdoError(
                f"{folder}: không phải thư mục mô hình sentence-transformers (thiếu modules.json).",
                f"{folder}: not a sentence-transformers model folder (modules.json is missing).",
            )
        self._folder = folder
        self._lock = threading.Lock()
        self._model: Any = None

    @property
    def identity(self) -> str:
        return f"{self._folder.name}@{revision(self._folder)}"

    @property
    def dimension(self) -> int:
        return int(self._loaded().get_embedding_dimension())

    def queries(self, texts: Sequence[str]) -> Vectors:
        return self._encode(texts, "query")

    def passages(self, texts: Sequence[str]) -> Vectors:
        return self._encode(texts, "passage")

    def warm(self) -> None:
        self.queries(["làm nóng"])

    def _encode(self, texts: Sequence[str], prompt: str) -> Vectors:
        model = self._loaded()
        name = prompt if prompt in model.prompts else None
        vectors = model.encode(list(texts), prompt_name=name, batch_size=16, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, np.float32)

    def _loaded(self) -> Any:
        with self._lock:
            if self._model is None:
                os.environ.setdefault("HF_HUB_OFFLINE", "1")
                from sentence_transformers import SentenceTransformer

                self._model = SentenceTransformer(str(self._folder), device="cpu", local_files_only=True)
            return self._model


def load_encoder(settings: Settings) -> Encoder:
    """The encoder that the settings name; loads nothing yet."""
    if settings.model:
        return SentenceTransformerEncoder(Path(settings.model))
    return ShippedEncoder(settings.model_path)


def prepare_shipped_model(target: Path, learnt: Path | None = None) -> Path:
    """Write the ONNX graph of the shipped model, with the adapter in ``learnt`` or without, under ``target``, still in 4 bits,
    unless it is there; returns its file."""
    base = revision(SHIPPED)
    graph = target / (f"e5-small-vi-{base}-{revision(learnt)}.onnx" if learnt else f"e5-small-vi-{base}.onnx")
    if not graph.exists():
        from search import onnx_bert, q4
        from search.adapter import Adapter

        target.mkdir(parents=True, exist_ok=True)
        matrices, weights = q4.read_packed(SHIPPED / q4.PACKED)
        config = json.loads((SHIPPED / "config.json").read_text("utf-8"))
        onnx_bert.write(weights, matrices, config, Adapter.read(learnt, base) if learnt else None, graph)
    return graph


_REVISIONS: dict[Path, str] = {}


def revision(folder: Path) -> str:
    """12 hex digits that change with the weights: their size and a hash over samples, read in a millisecond."""
    import hashlib

    if folder not in _REVISIONS:
        digest = hashlib.sha256()
        for path in sorted(p for p in folder.rglob("*") if p.suffix in {".safetensors", ".json", ".bin"}):
            size = path.stat().st_size
            digest.update(f"{path.relative_to(folder)}:{size}".encode())
            with path.open("rb") as file:
                for i in range(16):
                    file.seek(size * i // 16)
                    digest.update(file.read(4096))
        _REVISIONS[folder] = digest.hexdigest()[:12]
    return _REVISIONS[folder]
