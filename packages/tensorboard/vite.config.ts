import { defineConfig, type UserConfig } from 'vite';

/** The web app: from `src/app` into `packages/millrace/dist/app`, where the server finds it. Relative paths, so that it works behind any prefix. */
const config: UserConfig = defineConfig({
  root: new URL('./src/app', import.meta.url).pathname,
  base: './',
  logLevel: 'warn',
  build: { outDir: '../../../millrace/dist/app', emptyOutDir: true, target: 'es2022', modulePreload: { polyfill: false }, chunkSizeWarningLimit: 1000 },
});

export default config;
