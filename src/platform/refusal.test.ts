import { expect, test } from 'vitest'
import { Invalid, NotAllowed, NotFound, Refusal, Stale, TooMany } from './refusal.ts'

test('every refusal carries a key, data and the status of its kind', () => {
  expect(new Refusal('post.closed', { post: 1 })).toMatchObject({ key: 'post.closed', data: { post: 1 }, status: 400 })
  expect(new NotAllowed()).toMatchObject({ key: 'notAllowed', status: 403, name: 'NotAllowed' })
  expect(new NotFound('post.notFound')).toMatchObject({ key: 'post.notFound', status: 404 })
  expect(new Stale('stale', { text: 'theirs' })).toMatchObject({ data: { text: 'theirs' }, status: 409 })
  expect(new Invalid({ title: 'title.required' })).toMatchObject({ fields: { title: 'title.required' }, status: 400 })
  expect(new TooMany(30)).toMatchObject({ retryAfterSeconds: 30, data: { retryAfterSeconds: 30 }, status: 429 })
  for (const refusal of [new NotAllowed(), new NotFound(), new Stale(), new Invalid({}), new TooMany(1)]) {
    expect(refusal).toBeInstanceOf(Refusal)
    expect(refusal).toBeInstanceOf(Error)
  }
})
