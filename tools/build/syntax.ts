/** Walking a syntax tree of the bundler's parser (ESTree). */
export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/** The nodes of a tree from left to right, a parent before its children. `enter` says whether to look inside a node. */
export function* nodesOf(node: unknown, enter: (node: SyntaxNode) => boolean = () => true): Generator<SyntaxNode> {
  if (typeof node !== 'object' || node === null) return;
  const { type } = node as SyntaxNode;
  if (typeof type === 'string') {
    yield node as SyntaxNode;
    if (!enter(node as SyntaxNode)) return;
  }
  for (const child of Object.values(node)) yield* nodesOf(child, enter);
}
