/** Files that the user already has, in a folder. */
import type { Provider } from './provider.ts';

/** A provider that looks for the file, or the file with `.gz` behind its name, in `folder` and in `folder/<data set>`. Node only. */
export function folderProvider(folder: string, dataset: string): Provider {
  return {
    name: `folder ${folder}`,
    async fetch(file) {
      const { readFile } = await import('node:fs/promises');
      const { join } = await import('node:path');
      const tried: string[] = [];
      for (const path of [folder, join(folder, dataset)].flatMap((f) => [join(f, file.name), join(f, `${file.name}.gz`)])) {
        try {
          return await readFile(path);
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
          tried.push(path);
        }
      }
      throw new Error(`none of ${tried.join(', ')} exists`);
    },
  };
}
