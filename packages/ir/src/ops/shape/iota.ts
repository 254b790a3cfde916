import { pointwise, scalarIndex } from '../../algebra/index.ts';
import { coordinatesOf } from '../../evaluate/index-space.ts';
import { attr, definePrimitive, type Primitive } from '../../primitive/index.ts';
import { allocate, writeElement } from '../../types/element.ts';
import { elementValue } from '../../types/literal.ts';
import { showShape, staticShape, type TensorType, tensorType } from '../../types/type.ts';

/** Each element is its own coordinate along `iotaDimension`. Source: StableHLO specification, iota. */
export const iota: Primitive = definePrimitive({
  name: 'stablehlo.iota',
  operands: {},
  attributes: { iotaDimension: attr.int(), shape: attr.resultShape(), element: attr.resultElement() },
  constraints: {
    c1: ({ iotaDimension, shape }) =>
      (iotaDimension >= 0 && iotaDimension < shape.length) || `iotaDimension ${iotaDimension} must be an axis of ${showShape(shape)}`,
  },
  infer: ({ shape, element }) => tensorType(element, shape),
  evaluate: ({ iotaDimension, element }, { resultTypes }) => {
    const type = resultTypes[0] as TensorType;
    const data = allocate(element, type.size);
    let i = 0;
    for (const index of coordinatesOf(staticShape(type))) writeElement(element, data, i++, elementValue(element, index[iotaDimension]));
    return { type, data };
  },
  derivative: 'zero',
  batch: 'none', // it has no operands, so it never runs on a batch
  lower: ({ iotaDimension, element }) => pointwise([], () => scalarIndex(iotaDimension, element)),
  traits: { constantLike: true },
  assembly: 'dim = $iotaDimension attrs type(results)',
});
