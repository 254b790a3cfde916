import { pointwise, scalarIndex } from '../../algebra/index.ts';
import { buildByIndex } from '../../evaluate/index-space.ts';
import { attr, definePrimitive, type Primitive } from '../../primitive/index.ts';
import { elementValue, type Literal } from '../../types/literal.ts';
import { showShape, type TensorType, tensorType } from '../../types/type.ts';

/** Coordinates along one axis. */
export const evaluateIota = (iotaDimension: number, type: TensorType): Literal =>
  buildByIndex(type, (index) => elementValue(type.element, index[iotaDimension]));

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
  evaluate: ({ iotaDimension }, { resultTypes }) => evaluateIota(iotaDimension, resultTypes[0] as TensorType),
  derivative: 'zero',
  batch: 'none', // it has no operands, so it never runs on a batch
  lower: ({ iotaDimension, element }) => pointwise([], () => scalarIndex(iotaDimension, element)),
  traits: { constantLike: true },
  assembly: 'dim = $iotaDimension attrs type(results)',
});
