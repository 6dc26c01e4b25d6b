"""One training run: pairs with negatives -> a shipped folder in 4 bits. On a GPU where there is one, else on the processor."""

from __future__ import annotations

import gzip
import json
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

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
    """The pairs to learn from: without those of one fold, or without any benchmark question at all."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        records = [json.loads(line) for line in file]
    if not benchmark:
        return [r for r in records if r["fold"] < 0]
    return [r for r in records if without_fold is None or r["fold"] != without_fold]


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


def train(records: Sequence[dict[str, Any]], recipe: Recipe, target: Path, limit: int | None = None, base: Path = SHIPPED) -> None:
    """Train from the model in ``base`` and write the shipped folder ``target``; ``limit``: steps, for a trial."""
    import torch
    from datasets import Dataset
    from sentence_transformers import SentenceTransformer, SentenceTransformerTrainer, SentenceTransformerTrainingArguments
    from sentence_transformers.losses import CachedMultipleNegativesRankingLoss, MatryoshkaLoss

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
        loss = CachedMultipleNegativesRankingLoss(model, scale=settings["scale"], mini_batch_size=settings["chunk"])
        columns = rows(records, int(recipe.negatives["each"]))
        prompts = {name: "query: " if name == "query" else "passage: " for name in columns}
        arguments = SentenceTransformerTrainingArguments(
            output_dir=str(work / "runs"),
            num_train_epochs=settings["epochs"],
            max_steps=limit or -1,
            per_device_train_batch_size=settings["batch"],
            learning_rate=settings["learning_rate"],
            warmup_steps=settings["warmup"],
            lr_scheduler_type="cosine",
            bf16=gpu,
            batch_sampler="no_duplicates",
            prompts=prompts,
            seed=recipe.seed % 2**31,
            save_strategy="no",
            report_to="none",
            logging_steps=20,
            dataloader_drop_last=True,
        )
        matryoshka = MatryoshkaLoss(model, loss, matryoshka_dims=list(settings["dimensions"]))
        dataset = Dataset.from_dict(columns)
        SentenceTransformerTrainer(model=model, args=arguments, train_dataset=dataset, loss=matryoshka, callbacks=[rounding]).train()
        after = weights_of(bert)
        blend = float(settings["blend"])
        pack({n: (1 - blend) * w + blend * before[n] for n, w in after.items()} if blend else after, base, target)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _packed_names(folder: Path) -> set[str]:
    from safetensors import safe_open

    with safe_open(folder / PACKED, "numpy") as file:
        return {name.removesuffix(QUANTS) for name in file.keys() if name.endswith(QUANTS)}  # noqa: SIM118 -- not a dict
