/** From the lowering algebra to code: loop IR, schedules, and emitters for js and wasm. */
export {};
