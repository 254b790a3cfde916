/** Ranges of axes. */

export interface Range {
  readonly min: number;
  readonly max: number;
}

/** Value at part `q` (0 to 1) of sorted numbers, between neighbors in proportion. */
function quantile(sorted: Float64Array, q: number): number {
  const at = q * (sorted.length - 1);
  const below = Math.floor(at);
  const next = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (at - below) * (sorted[next] - sorted[below]);
}

/** A range with a margin on both sides; around a single value one that shows it. */
function padded({ min, max }: Range, isLog: boolean): Range {
  if (isLog) {
    const factor = min === max ? 2 : (max / min) ** 0.05;
    return { min: min / factor, max: max * factor };
  }
  const margin = min === max ? Math.abs(min) * 0.1 || 1 : (max - min) * 0.05;
  return { min: min - margin, max: max + margin };
}

/**
 * The range of values to show: all finite ones, or with `ignoreOutliers` those from the 5th to the 95th percentile.
 * On a logarithmic axis only positive values count. Null where there are none.
 */
export function valueRange(
  series: readonly ArrayLike<number>[],
  { ignoreOutliers, isLog }: { readonly ignoreOutliers: boolean; readonly isLog: boolean },
): Range | null {
  const values = Float64Array.from(series.flatMap((s) => Array.from(s).filter((v) => Number.isFinite(v) && (!isLog || v > 0)))).sort();
  if (values.length === 0) return null;
  const range = ignoreOutliers ? { min: quantile(values, 0.05), max: quantile(values, 0.95) } : { min: values[0], max: values[values.length - 1] };
  return padded(range, isLog);
}

/** The range from the first to the last position; null where there are none. */
export function positionRange(series: readonly ArrayLike<number>[]): Range | null {
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const s of series)
    for (let i = 0; i < s.length; i++) {
      if (s[i] < min) min = s[i];
      if (s[i] > max) max = s[i];
    }
  if (min > max) return null;
  return min === max ? { min: min - 1, max: max + 1 } : { min, max };
}

/** Index of the position nearest to `x`. Positions rise; -1 where there are none. */
export function nearestIndex(positions: ArrayLike<number>, x: number): number {
  let [low, high] = [0, positions.length - 1];
  if (high < 0) return -1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (positions[middle] < x) low = middle + 1;
    else high = middle;
  }
  return low > 0 && x - positions[low - 1] <= positions[low] - x ? low - 1 : low;
}
