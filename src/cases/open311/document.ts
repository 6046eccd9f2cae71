// What the interface answers, as XML (which the standard demands) and as JSON.
import { escapeHtml, withoutControls } from '#platform/html/plain.ts'

export type Value = string | number | boolean | null | Value[] | { [name: string]: Value }

export interface Answer {
  status: number
  /** The name of the whole; in JSON it is left out. */
  root: string
  value: Value
  headers?: Record<string, string>
}

/** What the members of a list are called. */
const members: Record<string, string> = {
  services: 'service',
  service_requests: 'request',
  attributes: 'attribute',
  values: 'value',
  endpoints: 'endpoint',
  formats: 'format',
  errors: 'error'
}

/** The whole as a document. */
export function render({ root, value }: Pick<Answer, 'root' | 'value'>, format: 'xml' | 'json'): string {
  return format === 'json' ? JSON.stringify(value) : `<?xml version="1.0" encoding="utf-8"?>\n${element(root, value)}\n`
}

function element(name: string, value: Value): string {
  if (value === null || value === '') return `<${name}/>`
  if (Array.isArray(value))
    return `<${name}>${value.map((one) => element(members[name] ?? 'item', one)).join('')}</${name}>`
  if (typeof value === 'object')
    return `<${name}>${Object.entries(value)
      .map(([key, one]) => element(key, one))
      .join('')}</${name}>`
  return `<${name}>${escapeHtml(clean(String(value)))}</${name}>`
}

/** Signs that no XML may hold, however they are written. */
function clean(text: string): string {
  return withoutControls(text.toWellFormed()).replace(/[\ufffe\uffff]/g, '')
}

/** An error as the standard wants it. */
export function failure(status: number, ...descriptions: string[]): Answer {
  return { status, root: 'errors', value: descriptions.map((description) => ({ code: status, description })) }
}

/** A moment as the standard wants it, with a zone and whole seconds. */
export function moment(at: Date | null): string | null {
  return at ? at.toISOString().replace(/\.\d{3}Z$/, 'Z') : null
}
