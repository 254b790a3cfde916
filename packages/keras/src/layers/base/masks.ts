/** Masks: which steps of a tensor count. They travel beside the tensors. Source: Keras's masking protocol. */
import type { Tensor } from '@millrace/core';

const masks = new WeakMap<Tensor, Tensor>();
/** Set with the first mask, so that programs without masks pay nothing. */
let inUse = false;

/** The mask of a tensor: booleans of its leading axes, or null. */
export const maskOf = (tensor: Tensor): Tensor | null => (inUse ? (masks.get(tensor) ?? null) : null);

/** Gives a tensor its mask. */
export function setMask(tensor: Tensor, mask: Tensor | null): void {
  if (mask === null) return;
  inUse = true;
  masks.set(tensor, mask);
}

/** Whether any tensor has ever had a mask. */
export const masksInUse = (): boolean => inUse;
