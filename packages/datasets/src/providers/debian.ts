/** Takes files out of Debian packages with apt-get and dpkg, which need no root here. Node on Debian and its descendants only. */
import type { DebianSource } from '../definition.ts';
import type { Provider } from './provider.ts';

/** Folders of packages that this process has unpacked, by name. */
const unpacked = new Map<string, Promise<string>>();

export const debian: Provider = {
  name: 'Debian package',
  async fetch(file) {
    const source = file.debian;
    if (!source) return null;
    let folder = unpacked.get(source.package);
    if (!folder) {
      folder = unpack(source);
      unpacked.set(source.package, folder);
      folder.catch(() => unpacked.delete(source.package));
    }
    const { readFile } = await import('node:fs/promises');
    const { join } = await import('node:path');
    return readFile(join(await folder, source.path));
  },
};

async function run(command: string, args: readonly string[], cwd: string): Promise<void> {
  const { execFile } = await import('node:child_process');
  await new Promise<void>((resolve, reject) => {
    execFile(command, args, { cwd, timeout: 300_000, maxBuffer: 1 << 24 }, (error, _stdout, stderr) => {
      if (!error) resolve();
      else if ((error as NodeJS.ErrnoException).code === 'ENOENT') reject(new Error(`${command} is not installed`));
      else reject(new Error(`${command} ${args.join(' ')}: ${stderr.trim().split('\n').at(-1) || error.message}`));
    });
  });
}

/** Downloads a package into a temporary folder and unpacks it there. Without a package index it makes a private one. */
async function unpack({ package: name }: DebianSource): Promise<string> {
  const [{ mkdtemp, readdir, mkdir, rm }, { tmpdir }, { join }] = await Promise.all([import('node:fs/promises'), import('node:os'), import('node:path')]);
  const folder = await mkdtemp(join(tmpdir(), 'millrace-debian-'));
  process.once('exit', () => void rm(folder, { recursive: true, force: true }).catch(() => {}));
  try {
    await run('apt-get', ['download', name], folder);
  } catch (first) {
    const lists = join(folder, 'lists');
    await mkdir(join(lists, 'partial'), { recursive: true });
    const own = ['-o', `Dir::State::lists=${lists}`, '-o', `Dir::Cache=${folder}`, '-o', 'Debug::NoLocking=1'];
    try {
      await run('apt-get', [...own, 'update'], folder);
      await run('apt-get', [...own, 'download', name], folder);
    } catch (second) {
      throw new Error(`${(first as Error).message}; with a private index: ${(second as Error).message}`);
    }
  }
  const archive = (await readdir(folder)).find((f) => f.endsWith('.deb'));
  if (!archive) throw new Error(`apt-get download ${name} left no package`);
  const content = join(folder, 'content');
  await run('dpkg', ['-x', join(folder, archive), content], folder);
  return content;
}
