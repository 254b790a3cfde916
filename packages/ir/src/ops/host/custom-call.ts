import { opaque } from '../../algebra/index.ts';
import { failure } from '../../errors/index.ts';
import { absentOr, anyType, attr, definePrimitive, type Primitive, variadic, withDefault } from '../../primitive/index.ts';
import { callTargets } from './call-targets.ts';

/**
 * Calls a function outside the program by name. Only the targets of `callTargets` can be evaluated.
 * Source: StableHLO specification, custom_call.
 */
export const customCall: Primitive = definePrimitive({
  name: 'stablehlo.custom_call',
  operands: { inputs: variadic(anyType) },
  attributes: {
    callTargetName: attr.string(),
    hasSideEffect: withDefault(attr.boolean(), false),
    backendConfig: absentOr(attr.any()),
    apiVersion: withDefault(attr.int({ width: 32 }), 1),
    calledComputations: withDefault(attr.symbols(), []),
    operandLayouts: absentOr(attr.any()),
    resultLayouts: absentOr(attr.any()),
    outputOperandAliases: absentOr(attr.any()),
    resultTilings: absentOr(attr.any()),
    types: attr.resultTypes(),
  },
  results: 'variadic',
  infer: ({ types }) => types,
  evaluate: ({ inputs, callTargetName, backendConfig }) => {
    const target = Object.hasOwn(callTargets, callTargetName) ? callTargets[callTargetName] : undefined;
    if (!target) {
      throw failure('evaluation', {
        op: 'custom_call',
        message: `there is no function @${callTargetName} to call`,
        valid: Object.keys(callTargets).join(', '),
      });
    }
    return target(inputs, typeof backendConfig === 'object' ? (backendConfig as Readonly<Record<string, unknown>>) : {});
  },
  derivative: 'none',
  batch: 'none',
  lower: () => opaque('custom_call'),
  traits: { sideEffect: true },
  assembly: 'custom(callTarget) ( $inputs ) attrs type(functional)',
});
