import type { ServiceInput } from '#cases/services.ts'
import { text } from '#hooks/refused.ts'
import { idOrNull } from '../../acting.ts'

/** A category as the form gives it. */
export function serviceInput(form: FormData): ServiceInput {
  return {
    name: text(form, 'name'),
    group: text(form, 'group'),
    description: text(form, 'description'),
    keywords: text(form, 'keywords'),
    unit: idOrNull(text(form, 'unit')),
    resolveHours: text(form, 'resolveHours')
  }
}
