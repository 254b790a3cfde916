/** Colors of runs: by name, so that a run has the same color in every view and after every reload. */

/** FNV-1a. */
function hashOf(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

// Hues that are easy to tell apart come first; names that begin with the same letters are spread by the hash.
const hues: readonly number[] = [212, 24, 140, 340, 272, 50, 176, 0, 300, 90, 232, 36];

/** A color with enough contrast on the page's background. */
export function runColor(run: string, theme: 'light' | 'dark'): string {
  const hash = hashOf(run);
  const hue = (hues[hash % hues.length] + ((hash >>> 8) % 12) - 6 + 360) % 360;
  return theme === 'dark' ? `hsl(${hue} 80% 68%)` : `hsl(${hue} 75% 38%)`;
}

/** A color behind text: light on light pages, dark on dark ones. */
export function textColor(key: string, theme: 'light' | 'dark'): string {
  const hash = hashOf(key);
  const hue = (hues[hash % hues.length] + ((hash >>> 8) % 24) + 348) % 360;
  return theme === 'dark' ? `hsl(${hue} 38% 27%)` : `hsl(${hue} 75% 86%)`;
}
