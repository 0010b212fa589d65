/** Labels and predictions of the rows whose label is observed (not NaN), in row order; the arrays given, when all are. */
export function observed(labels: ArrayLike<number>, predictions: ArrayLike<number>): Observed {
  if (labels.length !== predictions.length) {
    throw new RangeError(
      `There must be one prediction per label: got ${labels.length} labels and ${predictions.length} predictions.`,
    );
  }
  let rows = 0;
  for (let i = 0; i < labels.length; i++) if (!Number.isNaN(labels[i])) rows++;
  if (rows === labels.length) return { labels, predictions };
  const keptLabels = new Float64Array(rows);
  // The precision of the predictions is kept: float32 scores sort in half the passes.
  const keptPredictions = predictions instanceof Float32Array ? new Float32Array(rows) : new Float64Array(rows);
  for (let i = 0, kept = 0; i < labels.length; i++) {
    if (Number.isNaN(labels[i])) continue;
    keptLabels[kept] = labels[i];
    keptPredictions[kept++] = predictions[i];
  }
  return { labels: keptLabels, predictions: keptPredictions };
}

export type Observed = { readonly labels: ArrayLike<number>; readonly predictions: ArrayLike<number> };

export function hasNaN(values: ArrayLike<number>): boolean {
  for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i])) return true;
  return false;
}
