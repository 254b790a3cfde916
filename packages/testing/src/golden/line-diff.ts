/** Differences of two texts by lines, as a person reads them: `-` was expected, `+` arrived, with three lines around each change. */

interface Edit {
  readonly sign: ' ' | '-' | '+';
  readonly line: string;
}

const contextLines = 3;

/** Longest common subsequence by dynamic programming, in cells; above it the changed part is shown as one block. */
const cellLimit = 4_000_000;

/** The edits that turn `before` into `after`. Equal ends are taken off first, so the table is as large as the changed part. */
function editsOf(before: readonly string[], after: readonly string[]): Edit[] {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < before.length - head && tail < after.length - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  const same = (line: string): Edit => ({ sign: ' ', line });
  return [
    ...before.slice(0, head).map(same),
    ...middleEdits(before.slice(head, before.length - tail), after.slice(head, after.length - tail)),
    ...before.slice(before.length - tail).map(same),
  ];
}

function middleEdits(before: readonly string[], after: readonly string[]): Edit[] {
  const columns = after.length + 1;
  if ((before.length + 1) * columns > cellLimit)
    return [...before.map((line): Edit => ({ sign: '-', line })), ...after.map((line): Edit => ({ sign: '+', line }))];
  // length[i, j]: the longest common subsequence of before[i..] and after[j..].
  const length = new Uint32Array((before.length + 1) * columns);
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const at = i * columns + j;
      length[at] = before[i] === after[j] ? length[at + columns + 1] + 1 : Math.max(length[at + columns], length[at + 1]);
    }
  }
  const edits: Edit[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const at = i * columns + j;
    if (i < before.length && j < after.length && before[i] === after[j]) {
      edits.push({ sign: ' ', line: before[i++] });
      j++;
    } else if (j === after.length || (i < before.length && length[at + columns] >= length[at + 1])) edits.push({ sign: '-', line: before[i++] });
    else edits.push({ sign: '+', line: after[j++] });
  }
  return edits;
}

/** The changed lines with their surroundings; each place begins with `@@` and the number of its first line in `before`. Empty when the texts are equal. */
export function lineDiff(before: string, after: string): string {
  const edits = editsOf(before.split('\n'), after.split('\n'));
  const shown = edits.map((_, k) => edits.slice(Math.max(0, k - contextLines), k + contextLines + 1).some((e) => e.sign !== ' '));
  const lines: string[] = [];
  let number = 1;
  edits.forEach(({ sign, line }, k) => {
    if (shown[k] && !shown[k - 1]) lines.push(`@@ line ${number} @@`);
    if (shown[k]) lines.push(`${sign} ${line}`.trimEnd());
    if (sign !== '+') number++;
  });
  return lines.join('\n');
}
