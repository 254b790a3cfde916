/** Pictures and tables in a terminal. */

/** A gray picture as text, two rows of pixels a line: half blocks in 24-bit color on a terminal, shades elsewhere. */
export function pictureLines(pixels: ArrayLike<number>, height: number, width: number, color: boolean): string[] {
  const level = (y: number, x: number): number => (y < height ? Math.round(Math.min(Math.max(pixels[y * width + x], 0), 1) * 255) : 0);
  const lines: string[] = [];
  for (let y = 0; y < height; y += 2) {
    let line = '';
    for (let x = 0; x < width; x++) {
      const [top, bottom] = [level(y, x), level(y + 1, x)];
      line += color ? `\x1b[38;2;${top};${top};${top}m\x1b[48;2;${bottom};${bottom};${bottom}m▀` : ' .:-=+*#%@'[Math.floor(((top + bottom) / 511) * 9.99)];
    }
    lines.push(color ? `${line}\x1b[0m` : line);
  }
  return lines;
}

/** Blocks of lines side by side, with a caption under each. */
export function sideBySide(blocks: readonly { readonly lines: readonly string[]; readonly caption: string }[], width: number): string {
  const height = Math.max(...blocks.map((b) => b.lines.length));
  const rows = Array.from({ length: height }, (_, i) => blocks.map((b) => b.lines[i] ?? ' '.repeat(width)).join('  '));
  const captions = blocks.map((b) => b.caption.slice(0, width).padEnd(width)).join('  ');
  return [...rows, captions].join('\n');
}

/** A confusion table: rows are true classes, columns predicted ones. */
export function confusionTable(counts: readonly (readonly number[])[], names: readonly string[]): string {
  const label = Math.max(...names.map((n) => n.length));
  const head = `${' '.repeat(label)}  ${names.map((n) => n.slice(0, 6).padStart(6)).join(' ')}`;
  const rows = counts.map((row, i) => `${names[i].padEnd(label)}  ${row.map((c) => (c === 0 ? '·' : String(c)).padStart(6)).join(' ')}`);
  return [head, ...rows].join('\n');
}

/** Counts of (true, predicted) pairs. */
export function confusionCounts(labels: ArrayLike<number>, predicted: ArrayLike<number>, classes: number): number[][] {
  const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (let i = 0; i < labels.length; i++) counts[labels[i]][predicted[i]]++;
  return counts;
}
