export { type CustomObjects, customObjectScope, type RegisterOptions, registerKerasSerializable } from './custom-objects.ts';
