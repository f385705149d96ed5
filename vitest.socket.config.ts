import { defineConfig } from 'vitest/config';

// npm run test:socket: what npm test lives through in process, once more over a real socket.
export default defineConfig({
  test: {
    include: ['test/socket/**/*.test.ts'],
    maxWorkers: 2,
    testTimeout: 60_000,
  },
});
