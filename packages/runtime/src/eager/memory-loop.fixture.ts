/** Run by memory.slow.test.ts in a process of its own: one synchronous loop of operations on 4 MB tensors, nothing disposed. Prints the peak in MB. */
import { buildLiteral, combinerRegion, f32, installBase, methods, plainHost, tensorType } from '@millrace/ir';
import { EagerBuilder } from './eager-builder.ts';

const count = Number(process.argv[2]);
installBase(new EagerBuilder(plainHost));
const type = tensorType(f32, [1024, 1024]);
const x = methods.constant(buildLiteral(type, (i) => (i % 97) / 97));
let y = x;
let peak = 0;
for (let i = 0; i < count; i++) {
  // Every kind of result takes part: fresh arrays, views that share one, and small results that must not keep a large array alive.
  y = i % 4 === 0 ? methods.tanh(y) : i % 4 === 1 ? methods.transpose(y, { permutation: [1, 0] }) : methods.add(y, x);
  if (i % 100 === 0) methods.reduce([y], [methods.scalar(f32, 0)], { dimensions: [0, 1], body: combinerRegion('maximum', f32) });
  if (i % 50 === 0) peak = Math.max(peak, process.memoryUsage.rss());
}
console.log(Math.round(peak / 2 ** 20));
