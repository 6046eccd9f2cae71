// The places of a template that differ: how they are found, and how what is entered is put there.
import { Invalid } from '#platform/refusal.ts'

export const fieldKinds = ['text', 'lines', 'date', 'time', 'number', 'choice'] as const
export type FieldKind = (typeof fieldKinds)[number]

export interface TemplateField {
  /** Stands in the text as `{{label}}`, and above the field. */
  label: string
  kind: FieldKind
  required: boolean
  hint: string
  /** Of a choice. */
  options: string[]
}

export interface TemplateTexts {
  title: string
  lead: string
  body: string
}

const place = /\{\{\s*([^{}\n]{1,60}?)\s*\}\}/g

/** The labels that stand in a template's texts, in the order in which they come, each once. */
export function labelsIn({ title, lead, body }: TemplateTexts): string[] {
  const labels = [...`${title}\n${lead}\n${body}`.matchAll(place)].map((match) => match[1]!.trim())
  return [...new Set(labels.filter(Boolean))]
}

/** The fields of the texts: those that are described, and new ones as a required line of text. */
export function fieldsOf(texts: TemplateTexts, described: TemplateField[]): TemplateField[] {
  return labelsIn(texts).map(
    (label) =>
      described.find((field) => field.label === label) ?? { label, kind: 'text', required: true, hint: '', options: [] }
  )
}

/**
 * Puts what was entered into the texts. A line of the text in which an optional field is empty is left out.
 * @throws Invalid with what is missing or is no day, time, number or choice, by `field-N`
 */
export function fillTemplate(
  texts: TemplateTexts,
  fields: TemplateField[],
  values: Record<string, string>
): TemplateTexts {
  const problems: Record<string, string> = {}
  const said = new Map<string, string>()
  for (const [index, field] of fields.entries()) {
    const value = (values[field.label] ?? '').replace(/\r\n?/g, '\n').trim()
    const problem = value ? faultOf(field, value) : field.required ? 'required' : null
    if (problem) problems[`field-${index}`] = problem
    said.set(field.label, value && !problem ? sayValue(field, value) : '')
  }
  if (Object.keys(problems).length > 0) throw new Invalid(problems)
  const kinds = new Map(fields.map((field) => [field.label, field.kind]))
  const fill = (text: string, write: (value: string, kind?: FieldKind) => string): string =>
    text
      .split('\n')
      .filter((line) => ![...line.matchAll(place)].some((match) => said.get(match[1]!.trim()) === ''))
      .map((line) =>
        line.replaceAll(place, (_all, label: string) => write(said.get(label.trim()) ?? '', kinds.get(label.trim())))
      )
      .join('\n')
      .replaceAll(/\n{3,}/g, '\n\n')
      .trim()
  const oneLine = (value: string): string => value.replaceAll('\n', ' ')
  return { title: fill(texts.title, oneLine), lead: fill(texts.lead, oneLine), body: fill(texts.body, asMarkdown) }
}

function faultOf(field: TemplateField, value: string): string | null {
  if (value.length > (field.kind === 'lines' ? 10_000 : 500)) return 'posts.tooLong'
  if (field.kind === 'date') return isDay(value) ? null : 'template.noDay'
  if (field.kind === 'time') return /^([01]\d|2[0-3]):[0-5]\d$/.test(value) ? null : 'template.noTime'
  if (field.kind === 'number') return /^-?\d{1,15}([.,]\d{1,6})?$/.test(value) ? null : 'template.noNumber'
  if (field.kind === 'choice') return field.options.includes(value) ? null : 'choose'
  return null
}

function isDay(text: string): boolean {
  const at = Date.parse(`${text}T00:00:00Z`)
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(at) && new Date(at).toISOString().startsWith(text)
}

function sayValue(field: TemplateField, value: string): string {
  if (field.kind === 'date') return sayDate(value)
  if (field.kind === 'time') return `${value} Uhr`
  if (field.kind === 'number') return value.replace('.', ',')
  return value
}

/** `Montag, 23. November 2026` */
export function sayDate(day: string): string {
  return dates.format(new Date(`${day}T00:00:00Z`))
}

const dates = new Intl.DateTimeFormat('de', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC'
})

/** A line of text is text, not form: a star in it is a star. In several lines lists may be written, and each line stays one. */
function asMarkdown(value: string, kind?: FieldKind): string {
  if (kind !== 'lines') {
    return value.replaceAll(/([\\`*_[\]<>])/g, '\\$1').replaceAll(/^(\s*)(#+|[-+>]|\d+\.)(?=\s)/gm, '$1\\$2')
  }
  return value.replaceAll(/\n+(?!\s*([-*+]|\d+\.)\s)/g, '\n\n')
}
