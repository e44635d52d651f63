"""Makes insteval.tsv: for each lecturer the mean rating, and the means of ratings brought level per student, with NumPy
(divisor n) and pandas (divisor n - 1). A student without two ratings is left as is; one whose ratings are all equal counts 0.
Usage: insteval.py insteval.csv > insteval.tsv"""

import sys
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pandas as pd

data = pd.read_csv(sys.argv[1])
by = data.groupby("s").y
n = by.transform("size")
mean = by.transform("mean")


def level(spread):
    z = np.where(spread.to_numpy() > 0, (data.y - mean) / spread.where(spread > 0, 1), 0.0)
    return np.where(n < 2, data.y, z)


data["population"] = level(by.transform(lambda g: np.std(g.to_numpy())))
data["sample"] = level(by.transform("std").fillna(0.0))


def six(x):
    # 12 decimals first: a float that stands for a half is a little off it
    return Decimal(repr(round(float(x), 12))).quantize(Decimal("0.000001"), ROUND_HALF_UP)


for lecturer, rows in data.groupby("d"):
    print(lecturer, six(rows.y.mean()), six(rows.population.mean()), six(rows["sample"].mean()), sep="\t")
