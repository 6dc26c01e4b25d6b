"""``python -m search.training prepare|train|judge``: from data to the shipped folder.

prepare --data ../shared/data --out pairs.jsonl.gz            the pairs with hard negatives (processor, minutes)
train --pairs pairs.jsonl.gz --out model [--fold 0]           one run; --fold leaves one fold of the benchmark out
judge --data ../shared/data --model folder [--model ...]      scores beside those of the shipped model

The question encoder alone, which two cores can train; passages stay as the shipped model has them:
vectors --data ../shared/data --vectors passages.npy          vectors of all passages (hours; goes on where it was cut off)
question --data ../shared/data --vectors passages.npy --out folder
judge-question --data ../shared/data --vectors passages.npy --model folder
"""

from __future__ import annotations

import argparse
import json
import tempfile
import tomllib
from dataclasses import asdict
from pathlib import Path

import numpy as np

from search.encode import SHIPPED, SentenceTransformerEncoder
from search.q4 import expand, read_weights
from search.training.articles import ALQAC, LONGEST
from search.training.card import card, write_card
from search.training.judge import DEPTH, Bench, Scores, cut, interval, rank_alone, rank_hybrid, scored
from search.training.pairs import benchmark_folds, fold_of
from search.training.recipe import FILE, Recipe

WEIGHTS = (0.3, 0.4, 0.5, 0.6)


def prepare(options: argparse.Namespace, recipe: Recipe) -> None:
    from search.training.negatives import with_negatives
    from search.training.pairs import Material, drawn
    from search.training.train import write_pairs

    material = Material.read(options.data, recipe)
    pairs = drawn(material)
    count = write_pairs(options.out, with_negatives(material, pairs))
    sources = {s: sum(p.source.split("/")[0] == s for p in pairs) for s in recipe.pairs}
    print(f"{count} pairs in {options.out}: {sources}")


def run(options: argparse.Namespace, recipe: Recipe) -> None:
    from search.training.train import read_pairs, train

    records = read_pairs(options.pairs, options.fold, not options.without_benchmark)
    print(f"{len(records)} pairs, recipe {recipe.digest}", flush=True)
    steps = train(records, recipe, options.out, options.steps)
    left_out = [f"fold {options.fold} of {recipe.folds['count']} of the questions"] if options.fold is not None else []
    left_out += ["the 565 benchmark questions of Zalo 2021"] if options.without_benchmark else []
    write_card(options.out, card(recipe, [r["source"] for r in records], steps, " and ".join(left_out) or "nothing"))


def judge(options: argparse.Namespace, recipe: Recipe) -> None:
    from search.training.negatives import Words

    benches = [Bench.zalo(options.data), *(Bench.alqac(options.data, name) for name in ALQAC)]
    report: dict[str, dict[str, Scores]] = {}
    for bench in benches:
        if options.only and bench.name not in options.only:
            continue
        if options.fold is not None:
            kept = (
                benchmark_folds(options.data, recipe)
                if bench.name == "zalo"
                else {q: fold_of(t, recipe) for q, t in bench.questions.items()}
            )
            bench = bench.only([q for q in bench.questions if kept[q] == options.fold])
        if options.sample is not None:
            bench = bench.sampled(options.sample, recipe.seed)
        words = Words([a.id for a in bench.articles], [a.passage(LONGEST) for a in bench.articles])
        for folder in (SHIPPED, *options.model):
            with tempfile.TemporaryDirectory() as temporary:
                expand(folder, Path(temporary) / "model", read_weights(folder))
                encoder = SentenceTransformerEncoder(Path(temporary) / "model")
                passages = encoder.passages([a.passage(LONGEST) for a in bench.articles])
                for asked in (bench, bench.bare()):
                    questions = encoder.queries(list(asked.questions.values()))
                    rows = {f"alone {d}": rank_alone(asked, cut(questions, d), cut(passages, d)) for d in (384, 256, 128)}
                    rows |= {f"hybrid {w}": rank_hybrid(asked, questions, passages, words, w) for w in WEIGHTS}
                    rows["BM25"] = {q: bench.ids(words.best(t, DEPTH)[0]) for q, t in asked.questions.items()}
                    for name, ranking in rows.items():
                        report.setdefault(f"{asked.name} | {name}", {})[str(folder)] = scored(ranking, bench.right)
    for name, by_model in report.items():
        base = by_model[str(SHIPPED)]
        for folder, scores in by_model.items():
            change, low, high = interval(scores.ndcg, base.ndcg, recipe.seed)
            means = f"nDCG@10 {np.mean(list(scores.ndcg.values())):.4f}  MRR@10 {np.mean(list(scores.mrr.values())):.4f}"
            print(f"{name:34} {Path(folder).name:24} {means}  change {change:+.4f} [{low:+.4f}, {high:+.4f}]")
    if options.out:
        plain = {name: {folder: asdict(scores) for folder, scores in rows.items()} for name, rows in report.items()}
        options.out.write_text(json.dumps(plain), "utf-8")


def vectors(options: argparse.Namespace, recipe: Recipe) -> None:
    from search.training.lessons import Corpus, encode_passages
    from search.training.pairs import Material

    encode_passages(Corpus.read(Material.read(options.data, recipe)), options.vectors)


def question(options: argparse.Namespace, recipe: Recipe) -> None:
    from search.training.pairs import Material
    from search.training.question import RECIPE, learn

    settings = tomllib.loads(RECIPE.read_text("utf-8"))
    learn(Material.read(options.data, recipe), np.load(options.vectors, mmap_mode="r"), options.out, settings)


def judge_question(options: argparse.Namespace, recipe: Recipe) -> None:
    from search.training.pairs import Material
    from search.training.question_judge import judge as compare

    compare(Material.read(options.data, recipe), np.load(options.vectors, mmap_mode="r"), options.model)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m search.training", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--recipe", type=Path, default=FILE, help="recipe.toml for a GPU, recipe_cpu.toml for two cores")
    commands = parser.add_subparsers(required=True)
    one = commands.add_parser("prepare")
    one.add_argument("--data", type=Path, required=True)
    one.add_argument("--out", type=Path, required=True)
    one.set_defaults(call=prepare)
    one = commands.add_parser("train")
    one.add_argument("--pairs", type=Path, required=True)
    one.add_argument("--out", type=Path, required=True)
    one.add_argument("--fold", type=int, help="leave out the benchmark questions of this fold")
    one.add_argument("--without-benchmark", action="store_true", help="learn from no question of the Zalo benchmark")
    one.add_argument("--steps", type=int, help="stop after so many (a trial)")
    one.set_defaults(call=run)
    one = commands.add_parser("judge")
    one.add_argument("--data", type=Path, required=True)
    one.add_argument("--model", type=Path, action="append", default=[])
    one.add_argument("--fold", type=int, help="only the questions of this fold, which --fold left out in training")
    one.add_argument("--sample", type=int, help="rank the right articles among so many others, not among all: hours become minutes")
    one.add_argument("--only", action="append", help="zalo, alqac 2022, alqac 2023_2025")
    one.add_argument("--out", type=Path)
    one.set_defaults(call=judge)
    for name, call in (("vectors", vectors), ("question", question), ("judge-question", judge_question)):
        one = commands.add_parser(name)
        one.add_argument("--data", type=Path, required=True)
        one.add_argument("--vectors", type=Path, required=True)
        one.set_defaults(call=call)
        if name != "vectors":
            one.add_argument("--out" if call is question else "--model", type=Path, required=True, help="folder of the adapter")
    options = parser.parse_args()
    options.call(options, Recipe.read(options.recipe))


if __name__ == "__main__":
    main()
