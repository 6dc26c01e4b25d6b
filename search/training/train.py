"""One training run: pairs with negatives -> a shipped folder in 4 bits. On a GPU where there is one, else on the processor."""

from __future__ import annotations

import contextlib
import gzip
import json
import shutil
import signal
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from corpus.text import fold
from search.encode import SHIPPED
from search.q4 import PACKED, QUANTS, expand, pack, read_weights
from search.training.pairs import Pair
from search.training.recipe import Recipe


def write_pairs(path: Path, made: Iterable[tuple[Pair, list[str]]]) -> int:
    """Keep the pairs in a file that travels: the run itself needs no corpus."""
    count = 0
    with gzip.open(path, "wt", encoding="utf-8") as file:
        for pair, negatives in made:
            record = {"query": pair.query, "passage": pair.passage, "negatives": negatives, "source": pair.source, "fold": pair.fold}
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
            count += 1
    return count


def read_pairs(path: Path, without_fold: int | None, benchmark: bool) -> list[dict[str, Any]]:
    """The pairs to learn from: without those of one fold, and without any question of the Zalo benchmark unless ``benchmark``."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        records = [json.loads(line) for line in file]
    kept = [r for r in records if without_fold is None or r["fold"] != without_fold]
    return kept if benchmark else [r for r in kept if r["fold"] < 0 or not r["source"].startswith("questions")]


def spellings(records: Sequence[dict[str, Any]]) -> dict[str, list[str]]:
    """A question without diacritics and the same one with them: the cheapest lesson, as neither is long."""
    questions = [r["query"] for r in records if "/" not in r["source"] and fold(r["query"]) != r["query"]]
    return {"bare": [fold(q) for q in questions], "query": questions}


def rows(records: Sequence[dict[str, Any]], each: int) -> dict[str, list[str]]:
    """Columns for the trainer; a pair with too few negatives has one of them twice."""
    columns: dict[str, list[str]] = {"query": [], "passage": [], **{f"wrong_{i}": [] for i in range(each)}}
    for r in records:
        wrong = r["negatives"]
        if not wrong:
            continue
        columns["query"].append(r["query"])
        columns["passage"].append(r["passage"])
        for i in range(each):
            columns[f"wrong_{i}"].append(wrong[i % len(wrong)])
    return columns


def train(records: Sequence[dict[str, Any]], recipe: Recipe, target: Path, limit: int | None = None, base: Path = SHIPPED) -> int:
    """Train from the model in ``base`` and write the shipped folder ``target``; ``limit``: so many steps at most.

    Returns the steps taken.
    """
    import torch
    from datasets import Dataset, DatasetDict
    from sentence_transformers import SentenceTransformer, SentenceTransformerTrainer, SentenceTransformerTrainingArguments
    from sentence_transformers.losses import CachedMultipleNegativesRankingLoss, MatryoshkaLoss, MultipleNegativesRankingLoss

    from search.training.rounding import RoundInTheLoop, weights_of

    work = Path(tempfile.mkdtemp())
    try:
        before = read_weights(base)
        expand(base, work / "model", before)
        settings, gpu = recipe.training, torch.cuda.is_available()
        model = SentenceTransformer(str(work / "model"), device="cuda" if gpu else "cpu", local_files_only=True)
        model.max_seq_length = recipe.longest
        bert = model[0].auto_model
        bert.embeddings.word_embeddings.weight.requires_grad_(not settings["freeze_words"])
        names = _packed_names(base)
        rounding = RoundInTheLoop(w for name, w in bert.named_parameters() if name in names)
        chunk, batch = int(settings["chunk"]), int(settings["batch"])
        loss = (
            CachedMultipleNegativesRankingLoss(model, scale=settings["scale"], mini_batch_size=chunk)
            if chunk < batch
            else MultipleNegativesRankingLoss(model, scale=settings["scale"])
        )
        lessons = {"answers": rows(records, int(recipe.negatives["each"]))}
        if settings["spellings"]:
            lessons["spellings"] = spellings(records)
        prompts = {lesson: {c: _prompt(c) for c in columns} for lesson, columns in lessons.items()}
        arguments = SentenceTransformerTrainingArguments(
            output_dir=str(work / "runs"),
            num_train_epochs=settings["epochs"],
            max_steps=limit or -1,
            per_device_train_batch_size=batch,
            learning_rate=settings["learning_rate"],
            warmup_steps=settings["warmup"],
            lr_scheduler_type="cosine",
            bf16=gpu,
            batch_sampler="no_duplicates",
            prompts=prompts,
            seed=recipe.seed % 2**31,
            save_strategy="no",
            report_to="none",
            logging_steps=10,
            dataloader_drop_last=True,
        )
        matryoshka = MatryoshkaLoss(model, loss, matryoshka_dims=list(settings["dimensions"]))
        dataset = DatasetDict({lesson: Dataset.from_dict(columns) for lesson, columns in lessons.items()})
        trainer = SentenceTransformerTrainer(model=model, args=arguments, train_dataset=dataset, loss=matryoshka, callbacks=[rounding])
        signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job has it switched off
        with contextlib.suppress(KeyboardInterrupt):  # Ctrl-C ends the lesson: what was learnt so far is kept
            trainer.train()
        after = weights_of(bert)
        blend = float(settings["blend"])
        pack({n: (1 - blend) * w + blend * before[n] for n, w in after.items()} if blend else after, base, target)
        return int(trainer.state.global_step)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _prompt(column: str) -> str:
    return "query: " if column in ("query", "bare") else "passage: "


def _packed_names(folder: Path) -> set[str]:
    from safetensors import safe_open

    with safe_open(folder / PACKED, "numpy") as file:
        return {name.removesuffix(QUANTS) for name in file.keys() if name.endswith(QUANTS)}  # noqa: SIM118 -- not a dict
