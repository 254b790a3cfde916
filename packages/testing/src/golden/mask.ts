/** Hiding what differs from machine to machine and from run to run, so that a golden file shows the rest. */
import { fileURLToPath } from 'node:url';

/** The repository's folder, without the slash at its end. */
const repository = fileURLToPath(new URL('../../../../', import.meta.url)).replace(/[\\/]$/, '');

/** Paths inside the repository begin with `<repository>`. */
export const maskPaths = (text: string): string => text.replaceAll(`file://${repository}`, '<repository>').replaceAll(repository, '<repository>');

/** Terminal colors and cursor movements are dropped. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what this finds
export const withoutColors = (text: string): string => text.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '');

/** Times and rates of progress lines become `0s 0ms/step`. */
export const maskTimes = (text: string): string => text.replace(/\b\d+(?::\d\d)*s?( -)? \d+(?:us|ms|s)\/step/g, '0s$1 0ms/step');

/** Digits of measured values become `#`; use it where only the layout is kept. */
export const maskValues = (text: string): string => text.replace(/-?\d+\.\d+(?:e[+-]\d+)?/g, '#.####');
