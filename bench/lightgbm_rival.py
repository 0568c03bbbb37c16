"""LightGBM on the same rows: trains one tuned setting, then times its exact contributions (pred_contrib).

Called by bench/scoring.ts: lightgbm_rival.py FOLDER FEATURES; prints one line of JSON.
"""
import json
import sys
import time

try:
    import lightgbm
    import numpy
except ImportError as error:
    sys.exit(f"{error.name} is not installed for python3")

folder, width = sys.argv[1], int(sys.argv[2])
rows = numpy.fromfile(f"{folder}/features.f32", dtype=numpy.float32).reshape(-1, width)
labels = numpy.fromfile(f"{folder}/labels.u8", dtype=numpy.uint8)
threads, timed = 2, 4000
settings = {
    "objective": "binary",
    "learning_rate": 0.03,
    "num_leaves": 15,
    "min_data_in_leaf": 50,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "num_threads": threads,
    "verbose": -1,
    "seed": 1,
}
booster = lightgbm.train(settings, lightgbm.Dataset(rows, labels), 400)
leaves = sum(tree["num_leaves"] for tree in booster.dump_model()["tree_info"])
booster.predict(rows[:200], pred_contrib=True, num_threads=threads)
seconds = float("inf")
for _ in range(3):  # the rival's best of three, so that a busy machine does not flatter Wardlight
    start = time.perf_counter()
    booster.predict(rows[:timed], pred_contrib=True, num_threads=threads)
    seconds = min(seconds, time.perf_counter() - start)
print(json.dumps({"trees": booster.num_trees(), "leaves": leaves, "threads": threads, "rows": timed, "seconds": round(seconds, 3)}))
