/** Names of variables and modules by where they are made. Source: `tf.name_scope`. */
let scopes: readonly string[] = [];

/** Runs `body`; names given inside begin with `name/`. */
export function nameScope<T>(name: string, body: () => T): T {
  const outer = scopes;
  scopes = [...outer, name];
  try {
    return body();
  } finally {
    scopes = outer;
  }
}

/** `name` behind the open scopes: `encoder/kernel`. */
export const scopedName = (name: string): string => [...scopes, name].join('/');
