/**
 * The public API as a committed listing: every export of every package with its declaration, in packages/<name>/api.txt.
 * `npm run api` writes it, `--check` fails when it is stale, so that a change of the surface shows in review.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Packages whose users are outside the repository. */
const published = ['core', 'keras', 'datasets', 'ir', 'runtime', 'compiler', 'formats', 'tensorboard'];

function describe(checker: ts.TypeChecker, symbol: ts.Symbol): string {
  const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const declaration = target.declarations?.[0];
  if (!declaration) return `${symbol.name}`;
  if (ts.isFunctionDeclaration(declaration)) {
    const signatures = checker.getTypeOfSymbol(target).getCallSignatures();
    return signatures.map((s) => `function ${symbol.name}${checker.signatureToString(s, declaration, ts.TypeFormatFlags.NoTruncation)}`).join('\n');
  }
  if (ts.isClassDeclaration(declaration)) return [`class ${symbol.name}`, ...members(checker, target)].join('\n');
  if (ts.isInterfaceDeclaration(declaration)) return [`interface ${symbol.name}`, ...members(checker, target)].join('\n');
  if (ts.isTypeAliasDeclaration(declaration)) return `type ${symbol.name} = ${declaration.type.getText().replace(/\s+/g, ' ').slice(0, 300)}`;
  if (target.flags & ts.SymbolFlags.ValueModule) {
    return [
      `namespace ${symbol.name}`,
      ...checker
        .getExportsOfModule(target)
        .map((s) => `  ${s.name}`)
        .sort(),
    ].join('\n');
  }
  const type = checker.typeToString(checker.getTypeOfSymbol(target), declaration, ts.TypeFormatFlags.NoTruncation);
  return `const ${symbol.name}: ${type.replace(/\s+/g, ' ').slice(0, 300)}`;
}

/** Well-known symbols as they are written: the compiler's own names for them hold a number that any other file may change. */
const memberName = (name: string): string => name.replace(/^__@(\w+)@\d+$/, '[Symbol.$1]');

/** Public members of a class or interface, by name. */
function members(checker: ts.TypeChecker, symbol: ts.Symbol): string[] {
  const declared = checker.getDeclaredTypeOfSymbol(symbol);
  return declared
    .getProperties()
    .filter((p) => {
      const d = p.declarations?.[0];
      return (
        d &&
        !p.name.startsWith('#') &&
        !p.name.startsWith('__#') &&
        !(ts.getCombinedModifierFlags(d) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) &&
        d.getSourceFile().fileName.startsWith(root)
      );
    })
    .map(
      (p) =>
        `  ${memberName(p.name)}: ${checker.typeToString(checker.getTypeOfSymbol(p), undefined, ts.TypeFormatFlags.NoTruncation).replace(/\s+/g, ' ').slice(0, 200)}`,
    )
    .sort();
}

function listing(program: ts.Program, entry: string): string {
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(entry);
  const module = source && checker.getSymbolAtLocation(source);
  if (!module) return '';
  const lines = checker
    .getExportsOfModule(module)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((s) => describe(checker, s));
  return `${lines.join('\n')}\n`;
}

function main(check: boolean): void {
  const configFile = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const config = ts.parseJsonConfigFileContent(configFile.config, ts.sys, root);
  const entries = published
    .filter((name) => readdirSync(join(root, 'packages')).includes(name))
    .map((name) => ({ name, entry: join(root, 'packages', name, 'src/index.ts') }));
  const program = ts.createProgram(
    entries.map((e) => e.entry),
    { ...config.options, isolatedDeclarations: false, declaration: false },
  );
  let stale = 0;
  for (const { name, entry } of entries) {
    const target = join(root, 'packages', name, 'api.txt');
    const text = listing(program, entry);
    if (check && (!existsSync(target) || readFileSync(target, 'utf8') !== text)) {
      console.error(`packages/${name}/api.txt is stale: run \`npm run api\` and review the difference`);
      stale++;
    } else if (!check) writeFileSync(target, text);
  }
  console.log(`api: ${entries.length} packages, ${stale} stale`);
  if (stale > 0) process.exit(1);
}

if (process.argv.includes('--help')) console.log('Usage: npm run api [-- --check]');
else main(process.argv.includes('--check'));
