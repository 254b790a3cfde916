/** Every file that a fuzzer once broke a reader with, kept in `crashes/<reader>/<hash>`: from then on it gives a value or a FormatError, in good time. */
import { readdirSync, readFileSync } from 'node:fs';
import { FormatError, readHdf5, readIdx, readZip } from '@millrace/formats';
import { describe, expect, test } from 'vitest';

const folder = new URL('./crashes/', import.meta.url);
const readers: Readonly<Record<string, (bytes: Uint8Array) => unknown>> = { hdf5: readHdf5, idx: readIdx, zip: readZip };

for (const reader of readdirSync(folder)) {
  describe(reader, () => {
    test.each(readdirSync(new URL(`${reader}/`, folder)))('%s', { timeout: 10_000 }, async (name) => {
      const bytes = readFileSync(new URL(`${reader}/${name}`, folder));
      const refused = await Promise.resolve()
        .then(() => readers[reader](bytes))
        .then(
          () => null,
          (error: unknown) => error,
        );
      if (refused !== null) expect(refused).toBeInstanceOf(FormatError);
    });
  });
}
