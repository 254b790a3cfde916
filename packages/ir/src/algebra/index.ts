export * from './forms.ts';
export * from './scalar.ts';
export * from './typed.ts';
