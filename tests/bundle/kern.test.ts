import { expect, test } from 'vitest'
import { purge } from '../../vite/kern.ts'

test('only rules that can match stay, with the properties they read', () => {
  const css = `
    :root { --kern-a: var(--kern-b); --kern-b: 1px; --kern-c: 2px; --kern-d: var(--kern-c) }
    .kern-btn { width: var(--kern-a) } .kern-btn .kern-icon { height: 1px } .kern-card, .kern-btn--primary { color: red }
    [data-kern-theme=dark] { --kern-a: 3px } @media print { .kern-table { color: red } } h1 { color: red }
    :is(body, .kern-light):not([class*=kern-level-]) { --kern-b: 2px }`
  const purged = purge(css, '<a class="kern-btn kern-btn--primary">')
  expect(purged).toContain('--kern-b')
  expect(purged).not.toMatch(/--kern-c|--kern-d|kern-icon|kern-card|kern-table|data-kern-theme/)
  expect(purged).toMatch(/\.kern-btn--primary \{ color: red \}/)
  expect(purged).toContain('h1')
  expect(purged).toContain(':is(body, .kern-light)')
})
