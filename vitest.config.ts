import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'tests/**/*.test.ts'],
    globalSetup: ['tests/world/setup.ts', 'tests/world/chromium.ts'],
    testTimeout: 120_000,
    hookTimeout: 300_000,
    // Browsers and killed processes on a busy machine: a test that passes at the second try is slow, not wrong.
    retry: 1,
    // What a condition waits for takes as long as the machine is busy.
    expect: { poll: { timeout: 20_000, interval: 50 } },
    pool: 'forks',
    // Much of a browser test is waiting: more of them than the machine has cores keep it busy.
    maxWorkers: 4
  }
})
