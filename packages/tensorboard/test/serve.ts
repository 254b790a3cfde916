/** A server in a process of its own, whose memory is then that of the server alone. Prints its address. */
import { tensorboard } from '../src/index.ts';

const board = await tensorboard({
  logDir: process.argv[2],
  port: 0,
  reloadInterval: 0,
  plugins: [
    {
      name: 'memory',
      tabName: 'Memory',
      isActive: async () => false,
      // In KiB on Linux.
      routes: { peak: { answer: async () => ({ json: { peakBytes: process.resourceUsage().maxRSS * 1024 } }) } },
    },
  ],
});
console.log(JSON.stringify({ url: board.url }));
