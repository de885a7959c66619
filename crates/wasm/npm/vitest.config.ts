import { defineConfig } from "vitest/config";

// Vitest leaves one core free, so on two it would run file after file; those with a browser mostly wait for sound.
export default defineConfig({
  test: { include: ["test/**/*.test.ts"], environment: "node", maxWorkers: 2 },
});
