// Reads the ladder's form; every page that shows it sends the same fields.
import type { DecideInput } from '#dialogue/moderation/decide.ts'
import { steps, type Carried, type Step, type Way } from '#moderation/shared.ts'
import { Invalid } from '#platform/refusal.ts'
import { field } from '#routes/failing.ts'

const id = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** An id, or null for anything else. */
export function idIn(value: string | null): string | null {
  return value && id.test(value) ? value : null
}

/** What was typed, to be shown again. */
export function typedIn(form: FormData): Record<string, string> {
  const names = [
    'step',
    'facts',
    'ground',
    'milder',
    'text',
    'days',
    'hours',
    'withheld',
    'carriedText',
    'note',
    'outcome'
  ]
  return {
    ...Object.fromEntries(names.map((name) => [name, field(form, name).slice(0, 20_000)])),
    ways: many(form, 'ways').join(' '),
    carried: many(form, 'carried').join(' ')
  }
}

/** The decision that a form asks for. @throws Invalid when no step was chosen */
export function decisionIn(form: FormData): DecideInput {
  const step = steps.find((one) => one === field(form, 'step')) as Step | undefined
  if (!step) throw new Invalid({ step: 'moderation.stepChoose' })
  return {
    step,
    message: idIn(field(form, 'message')) ?? undefined,
    post: idIn(field(form, 'post')) ?? undefined,
    seen: form.has('seen') ? field(form, 'seen') : undefined,
    key: idIn(field(form, 'key')) ?? undefined,
    notice: idIn(field(form, 'notice')),
    facts: field(form, 'facts'),
    ground: field(form, 'ground'),
    milder: field(form, 'milder'),
    days: Number(field(form, 'days')) || undefined,
    hours: Number(field(form, 'hours')) || undefined,
    text: field(form, 'text'),
    ways: many(form, 'ways') as Way[],
    withheld: field(form, 'withheld'),
    carried: many(form, 'carried') as Carried[],
    carriedText: field(form, 'carriedText')
  }
}

function many(form: FormData, name: string): string[] {
  return form
    .getAll(name)
    .filter((one) => typeof one === 'string')
    .slice(0, 10)
}
