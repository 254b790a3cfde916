/** Node's own modules where there is Node, without an import that browsers would have to resolve. */

interface NodeProcess {
  getBuiltinModule?(name: string): unknown;
}

/** Null outside of Node, and in versions before 20.16. */
export const nodeModule = <T>(name: string): T | null => ((globalThis as { process?: NodeProcess }).process?.getBuiltinModule?.(name) as T | undefined) ?? null;
