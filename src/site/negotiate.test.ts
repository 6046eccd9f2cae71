import { expect, test } from 'vitest'
import { negotiateLanguage, negotiateRepresentation } from './negotiate.ts'

test.each([
  [undefined, null, 'de'],
  ['en-GB,en;q=0.9,de;q=0.5', null, 'en'],
  ['fr,en;q=0.5', null, 'en'],
  ['fr', null, 'de'],
  ['de', 'en', 'en'],
  ['en', 'fr', 'en'],
  ['*', null, 'de']
] as const)('Accept-Language %s with ?lang=%s gives %s', (header, asked, language) => {
  expect(negotiateLanguage(header, asked)).toBe(language)
})

test.each([
  [undefined, 'html'],
  ['*/*', 'html'],
  ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'html'],
  ['application/activity+json', 'activity'],
  ['application/activity+json, application/ld+json', 'activity'],
  ['application/ld+json; profile="https://www.w3.org/ns/activitystreams"', 'activity'],
  ['application/activity+json, text/html;q=0.1', 'activity'],
  ['text/html, application/activity+json;q=0.5', 'html'],
  ['application/json', 'html']
] as const)('Accept %s gets %s', (header, representation) => {
  expect(negotiateRepresentation(header)).toBe(representation)
})
