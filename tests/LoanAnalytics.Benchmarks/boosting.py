# scikit-learn's gradient boosting: boosting.py FILE COLUMNS CATEGORIES LEARNT default|same RUNS. FILE holds doubles, column after column, the categories
# last, then the outcomes; 'default' is the classifier as it comes, 'same' the one with the settings of this project. Prints the seconds of each run, then the AUC on the rows not learnt from and peak memory in MB.
import resource
import sys
import time

import numpy
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import roc_auc_score

file, settings = sys.argv[1], sys.argv[5]
columns, categories, learnt = map(int, sys.argv[2:5])
runs = int(sys.argv[6])
same = dict(
    max_iter=50,
    max_leaf_nodes=10,
    learning_rate=0.15,
    l2_regularization=10,
    min_samples_leaf=learnt // 300,
    early_stopping=False,
)
values = numpy.fromfile(file).reshape(columns + 1, -1)
features, outcome = numpy.ascontiguousarray(values[:-1].T), values[-1]
for run in range(runs):
    begun = time.perf_counter()
    model = HistGradientBoostingClassifier(
        categorical_features=list(range(columns - categories, columns)),
        random_state=run,
        **(same if settings == "same" else {}),
    ).fit(features[:learnt], outcome[:learnt])
    print(time.perf_counter() - begun)
print(roc_auc_score(outcome[learnt:], model.predict_proba(features[learnt:])[:, 1]))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
