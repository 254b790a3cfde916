/** Where an operation comes from: the user's file, or a place in MLIR text. */

export type Location = FileLocation | NameLocation | FusedLocation | CallSiteLocation | UnknownLocation;

export interface FileLocation {
  readonly kind: 'file';
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based. */
  readonly column: number;
}
export interface NameLocation {
  readonly kind: 'name';
  readonly name: string;
  readonly child?: Location;
}
export interface FusedLocation {
  readonly kind: 'fused';
  readonly locations: readonly Location[];
}
export interface CallSiteLocation {
  readonly kind: 'callsite';
  readonly callee: Location;
  readonly caller: Location;
}
export interface UnknownLocation {
  readonly kind: 'unknown';
}

export const unknownLocation: UnknownLocation = Object.freeze({ kind: 'unknown' });

export const fileLocation = (file: string, line: number, column: number): FileLocation => ({ kind: 'file', file, line, column });

/** A location for messages: `train.ts:14:22`. */
export function showLocation(location: Location): string {
  switch (location.kind) {
    case 'file':
      return `${location.file}:${location.line}:${location.column}`;
    case 'name':
      return location.child ? `${location.name} (${showLocation(location.child)})` : location.name;
    case 'fused':
      return [...new Set(location.locations.map(showLocation))].join(' + ');
    case 'callsite':
      return `${showLocation(location.callee)} called at ${showLocation(location.caller)}`;
    case 'unknown':
      return 'unknown location';
  }
}
