"""Makes lib/core/monitoring/reference-figures.fixture.json: what scipy, scikit-learn and NannyML say of made-up data.

python -m venv VENV && VENV/bin/pip install scipy scikit-learn nannyml statsmodels && VENV/bin/python bench/monitoring_fixture.py
npx biome check --write lib/core/monitoring
Every number in it is generated here from a fixed seed; no data of anybody.
"""

import json
import pathlib
import sys

import nannyml
import numpy as np
import scipy
import sklearn
import statsmodels.api as sm
from nannyml.performance_estimation.confidence_based.metrics import estimate_ap, estimate_roc_auc
from scipy import special, stats
from scipy.spatial.distance import jensenshannon
from sklearn.isotonic import IsotonicRegression
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score

rng = np.random.default_rng(20)


def counted(values):
    found, counts = np.unique(values, return_counts=True)
    return {f"{value:g}": int(count) for value, count in zip(found, counts)}


def numbers(before, now):
    ks = stats.ks_2samp(before, now)
    u = stats.mannwhitneyu(now, before, method="asymptotic")
    n, m = len(before), len(now)
    return {
        "before": counted(before),
        "now": counted(now),
        "wasserstein": stats.wasserstein_distance(before, now),
        "ks": ks.statistic,
        "ksP": special.kolmogorov(np.sqrt(n * m / (n + m)) * ks.statistic),
        "u": u.statistic,
        "uP": u.pvalue,
        "mean": float(np.mean(now)),
        "deviation": float(np.std(now, ddof=1)),
    }


def categories(before, now):
    p, q = np.array(before) / sum(before), np.array(now) / sum(now)
    seen = (np.array(before) + np.array(now)) > 0
    chi = stats.chi2_contingency(np.array([before, now])[:, seen], correction=False)
    filled = [np.maximum(c, 0.5) / sum(c) for c in (np.array(before, float), np.array(now, float))]
    return {
        "before": before,
        "now": now,
        "psi": float(np.sum((filled[1] - filled[0]) * np.log(filled[1] / filled[0]))),
        "jensenShannon": float(jensenshannon(p, q, base=2)),
        "hellinger": float(np.sqrt(np.sum((np.sqrt(p) - np.sqrt(q)) ** 2) / 2)),
        "largest": float(np.max(np.abs(p - q))),
        "chi": float(chi.statistic),
        "chiP": float(chi.pvalue),
    }


def scores(n):
    p = np.round(np.clip(rng.beta(1.4, 9, n), 1e-4, 0.999), 6)
    p = np.unique(p)
    y = rng.binomial(1, p)
    return p, y


def auprc_interval(precision, events):
    """Boyd, Eng & Page 2013: the logit interval."""
    half = stats.norm.ppf(0.975) / np.sqrt(events * precision * (1 - precision))
    return [float(special.expit(special.logit(precision) + side * half)) for side in (-1, 1)]


def mean_interval(values):
    return [float(edge) for edge in stats.norm.interval(0.95, np.mean(values), stats.sem(values))]


p, y = scores(400)
line = sm.Logit(y, sm.add_constant(special.logit(p))).fit(disp=0, method="newton", tol=1e-12)
isotonic = IsotonicRegression(out_of_bounds="clip").fit(p, y)
asked = np.linspace(0, 1, 41)
p_values = np.round(rng.beta(0.4, 2, 15), 9)
gamma = [(a, x) for a in (0.5, 1, 2.5, 10, 60) for x in (0.01, 0.7, 3, 11, 75)]

fixture = {
    "made": {
        "by": "bench/monitoring_fixture.py",
        "python": sys.version.split()[0],
        "numpy": np.__version__,
        "scipy": scipy.__version__,
        "scikit-learn": sklearn.__version__,
        "nannyml": nannyml.__version__,
    },
    "numbers": [
        numbers(rng.poisson(3, 900), rng.poisson(3.4, 240)),
        numbers(10 * rng.binomial(9, 0.6, 700), 10 * rng.binomial(9, 0.66, 120)),
        numbers(rng.geometric(0.7, 300) - 1, rng.geometric(0.7, 300) - 1),
    ],
    "categories": [
        categories([500, 300, 150, 50, 0], [90, 80, 20, 8, 2]),
        categories([40, 40, 20], [41, 39, 20]),
        categories([700, 0, 300], [0, 60, 40]),
    ],
    "scores": {
        "probabilities": p.tolist(),
        "labels": y.tolist(),
        "auroc": roc_auc_score(y, p),
        "auprc": average_precision_score(y, p),
        "brier": brier_score_loss(y, p),
        "auprcCi95": auprc_interval(average_precision_score(y, p), int(y.sum())),
        "brierCi95": mean_interval((p - y) ** 2),
        "slope": float(line.params[1]),
        "slopeCi95": [float(edge) for edge in line.conf_int()[1]],
        "estimatedAuroc": float(estimate_roc_auc(p, p)),
        "estimatedAuprc": float(estimate_ap(p, p)),
        "estimatedBrier": float(np.mean(p * (1 - p))),
        "isotonic": {"asked": asked.tolist(), "given": isotonic.predict(asked).tolist()},
    },
    "pValues": {"given": p_values.tolist(), "falseDiscovery": stats.false_discovery_control(p_values).tolist()},
    "tails": {
        "gamma": [[a, x, float(special.gammaincc(a, x))] for a, x in gamma],
        "logGamma": [[x, float(special.gammaln(x))] for x in (0.1, 0.5, 1.5, 7, 123.4)],
        "kolmogorov": [[x, float(special.kolmogorov(x))] for x in (0.3, 0.5, 0.9, 1.0, 1.36, 2.2)],
        "normal": [[z, float(2 * stats.norm.sf(z))] for z in (0.1, 1, 1.96, 4)],
        "poisson": [[k, e, float(stats.poisson.sf(k - 1, e)), float(stats.poisson.cdf(k, e))] for k, e in ((3, 1.2), (0, 2), (40, 22.5))],
    },
}

path = pathlib.Path(__file__).parent.parent / "lib/core/monitoring/reference-figures.fixture.json"
path.write_text(json.dumps(fixture, indent=1) + "\n")
print(path, path.stat().st_size, fixture["made"])
