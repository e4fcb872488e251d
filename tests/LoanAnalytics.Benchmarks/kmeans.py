# scikit-learn's k-means on a matrix of doubles: kmeans.py FILE WIDTH K STARTS RUNS. Prints the seconds of each run, then inertia and peak memory in MB.
import resource
import sys
import time

import numpy
from sklearn.cluster import KMeans

file, (width, k, starts, runs) = sys.argv[1], map(int, sys.argv[2:])
points = numpy.fromfile(file).reshape(-1, width)
for run in range(runs):
    begun = time.perf_counter()
    model = KMeans(k, n_init=starts, random_state=run).fit(points)
    print(time.perf_counter() - begun)
print(model.inertia_)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
