import { expect, test } from 'vitest'
import { labelled, measure, units } from '../bench/routing-report.ts'

test('the labelled messages are many, all different, and of twelve units', () => {
  const all = [...labelled('messages'), ...labelled('fresh')]
  expect(units).toHaveLength(12)
  expect(labelled('messages').length).toBeGreaterThanOrEqual(400)
  expect(new Set(all.map(({ text }) => text)).size).toBe(all.length)
  for (const unit of units) expect(all.filter((one) => one.unit === unit).length).toBeGreaterThanOrEqual(30)
})

test('after 300 examples the right unit is among the first three for most', () => {
  const { top1, top3 } = measure('set', true, 300, 3)
  expect(top3).toBeGreaterThanOrEqual(0.8)
  expect(top1).toBeGreaterThanOrEqual(0.6)
})

test('what was learned serves messages that nobody had seen when the word list was made', () => {
  const few = measure('fresh', true, 50, 3)
  const many = measure('fresh', true, 300, 3)
  // By chance it would be a quarter.
  expect(many.top3).toBeGreaterThan(0.55)
  expect(many.top3).toBeGreaterThan(few.top3)
})
