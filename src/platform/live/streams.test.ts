import { expect, test, vi } from 'vitest'
import { closeStreams, openStream, openStreams } from './streams.ts'

test('a stream carries events in order and says that it was closed', async () => {
  const closed = vi.fn()
  const stream = openStream({ onClose: closed })
  stream.send('event', { position: 7 }, '7')
  stream.close()
  stream.close()
  expect(await stream.response.text()).toBe('retry: 2000\n\nid: 7\nevent: event\ndata: {"position":7}\n\n')
  expect(closed).toHaveBeenCalledOnce()
  expect(stream.send('event', {})).toBe(false)
})

test('a stream ends with its reader', () => {
  const reader = new AbortController()
  const closed = vi.fn()
  openStream({ signal: reader.signal, onClose: closed })
  reader.abort()
  expect(closed).toHaveBeenCalledOnce()
  expect(openStreams()).toBe(0)
})

test('a reader who takes nothing is cut off before it costs memory', () => {
  const stream = openStream()
  let sent = 0
  while (sent < 10_000 && stream.send('event', {})) sent++
  expect(sent).toBeLessThan(1000)
  expect(openStreams()).toBe(0)
})

test('all streams are closed at once', () => {
  openStream()
  openStream()
  closeStreams()
  expect(openStreams()).toBe(0)
})

test('of too many streams of one reader the oldest end, and nobody else is disturbed', () => {
  const ends: number[] = []
  const other = vi.fn()
  openStream({ owner: 'other', onClose: other })
  for (let tab = 0; tab < 15; tab++) openStream({ owner: 'one', onClose: () => ends.push(tab) })
  expect(ends).toEqual([0, 1, 2])
  expect(other).not.toHaveBeenCalled()
  closeStreams()
  expect(openStreams()).toBe(0)
})
