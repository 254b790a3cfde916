#!/usr/bin/env node
/** The `millrace` command. It stands outside dist/ so that a workspace links it before the first build. */
import '../dist/cli.mjs';
