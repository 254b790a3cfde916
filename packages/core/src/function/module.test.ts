import { describe, expect, test } from 'vitest';
import { toTensor } from '../tensor/convert.ts';
import { Module } from './module.ts';
import { Variable } from './variable.ts';

const variable = (name: string, trainable: boolean = true): Variable => new Variable(toTensor('test', 0), { name, trainable });
const names = (list: readonly { readonly name: string }[]): string[] => list.map((x) => x.name);

class Inner extends Module {
  readonly z: Variable = variable('z');
  readonly a: Variable = variable('a', false);
}
class Outer extends Module {
  first: unknown = new Inner('first');
  readonly list: unknown[] = [variable('l0'), { deep: new Map([['k', new Inner('second')]]) }];
  readonly last: Variable = variable('last');
  readonly number: number = 3;
}

describe('Module', () => {
  test('variables in order of assignment, depth first', () => expect(names(new Outer().variables)).toEqual(['z', 'a', 'l0', 'z', 'a', 'last']));
  test('trainable and not', () => {
    expect(names(new Outer().trainableVariables)).toEqual(['z', 'l0', 'z', 'last']);
    expect(names(new Outer().nonTrainableVariables)).toEqual(['a', 'a']);
  });
  test('submodules', () => expect(names(new Outer().submodules)).toEqual(['first', 'second']));
  test('a property assigned anew loses what it held', () => {
    const m = new Outer();
    m.first = variable('new');
    expect(names(m.variables)).toEqual(['new', 'l0', 'z', 'a', 'last']);
    expect(names(m.submodules)).toEqual(['second']);
  });
  test('what is added later counts', () => {
    const m = new Outer();
    m.list.push(variable('l2'));
    expect(names(m.variables)).toContain('l2');
  });
  test('a variable held twice counts once, and cycles end', () => {
    const m = new Outer() as Outer & { self?: unknown; again?: unknown };
    m.self = m;
    m.again = m.last;
    expect(m.variables.length).toBe(6);
  });
  test('names', () => {
    expect(new Outer().name).toBe('outer');
    class MyHTTPLayer2 extends Module {}
    expect(new MyHTTPLayer2().name).toBe('my_http_layer2');
    expect(() => new Module('a b')).toThrow(/name is 'a b'/);
  });
  test('withNameScope names variables', () => {
    const m = new Module('encoder');
    expect(m.withNameScope(() => variable('w')).name).toBe('encoder/w');
    expect(m.nameScope).toBe('encoder');
  });
});
