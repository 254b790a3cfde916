/** Writing files so that the old content survives whatever happens: a full disk, Ctrl-C, a crash. Node only. */

/** Writes `bytes` beside `path`, flushes them to the disk, and renames. Throws what the file system throws; then `path` is as it was. */
export async function writeFileAtomically(path: string, bytes: Uint8Array | string): Promise<void> {
  const [{ open, rename, rm, mkdir }, { dirname }, { randomBytes }] = await Promise.all([
    import('node:fs/promises'),
    import('node:path'),
    import('node:crypto'),
  ]);
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
