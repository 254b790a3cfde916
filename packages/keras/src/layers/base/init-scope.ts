/** Where weights are made: eagerly and unseen by tapes, also while a layer is called inside a trace. */
import { initScope as outsideOfTraces } from '@millrace/core';
import { type Builder, currentBase } from '@millrace/ir';

// Core installs the eager builder when it is loaded, which the import above has done.
const eager: Builder = currentBase();

/** Runs `body` in eager mode. */
export const initScope = <T>(body: () => T): T => outsideOfTraces(body);

/** Whether the program runs eagerly here rather than being traced. */
export const isEager = (): boolean => currentBase() === eager;
