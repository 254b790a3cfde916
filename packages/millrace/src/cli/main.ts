/** The `millrace` command. One file a sub-command; each is loaded when it is called. */
import { defineCommand, runMain } from 'citty';

const main = defineCommand({
  meta: { name: 'millrace', description: 'The TensorFlow ecosystem in TypeScript' },
  subCommands: {
    bisect: () => import('./bisect.ts').then((m) => m.bisect),
    doctor: () => import('./doctor.ts').then((m) => m.doctor),
    tensorboard: () => import('@millrace/tensorboard/command').then((m) => m.tensorboardCommand),
  },
});

await runMain(main);
