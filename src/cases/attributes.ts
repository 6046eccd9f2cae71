// The further questions of a category: how they are settled, and how answers to them are read.
import { Invalid } from '#platform/refusal.ts'
import { withoutControls } from '#platform/html/plain.ts'
import {
  answerField,
  type Attribute,
  type AttributeAnswer,
  type AttributeKind,
  attributeKinds,
  caseLimits
} from './shared.ts'

const mostOptions = 60

/** A question as the settings give it. @throws Invalid */
export function checkAttribute(input: {
  code: string
  kind: string
  required: boolean
  question: string
  hint: string
  /** One choice a line, `key: name` or only the name. */
  options: string
  variable?: boolean
}): Attribute {
  const kind = attributeKinds.find((one) => one === input.kind)
  const question = line(input.question, 200)
  const options = kind?.endsWith('valuelist') ? readOptions(input.options) : []
  const faults = {
    ...(!/^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/.test(input.code) && { code: 'caseAttributeCode' }),
    ...(!kind && { kind: 'choose' }),
    ...(question === '' && { question: 'caseQuestionMissing' }),
    ...(kind?.endsWith('valuelist') && options.length === 0 && { options: 'caseOptionsMissing' }),
    ...(options.length > mostOptions && { options: 'caseOptionsMany' })
  }
  if (Object.keys(faults).length > 0) throw new Invalid(faults, 'invalid', { most: mostOptions })
  return {
    code: input.code,
    kind: kind!,
    required: input.required && input.variable !== false,
    question,
    hint: line(input.hint, 300),
    options,
    variable: input.variable !== false
  }
}

function readOptions(text: string): Attribute['options'] {
  const options: Attribute['options'] = []
  for (const raw of text.split('\n').slice(0, mostOptions + 1)) {
    const entry = line(raw, 160)
    if (!entry) continue
    const [, key, name] = /^([A-Za-z0-9_-]{1,40}):\s*(.+)$/.exec(entry) ?? []
    const made = key ?? `o${options.length + 1}`
    if (!options.some((one) => one.key === made)) options.push({ key: made, name: name ?? entry })
  }
  return options
}

/** What was answered, by the attribute's code. */
export type Given = (code: string) => string[]

/**
 * Reads the answers to a category's questions; what it does not ask is left out. Faults stand at the names of the form's fields.
 */
export function readAnswers(
  attributes: Attribute[],
  given: Given
): { answers: AttributeAnswer[]; faults: Record<string, string> } {
  const answers: AttributeAnswer[] = []
  const faults: Record<string, string> = {}
  for (const attribute of attributes) {
    if (!attribute.variable) continue
    const values = given(attribute.code)
      .slice(0, mostOptions)
      .map((value) => withoutControls(value.toWellFormed()).trim())
      .filter(Boolean)
    const name = answerField(attribute.code)
    if (values.length === 0) {
      if (attribute.required) faults[name] = 'caseAnswerMissing'
      continue
    }
    const shown = attribute.kind === 'multivaluelist' ? values : values.slice(0, 1)
    const fault = shown.map((value) => faultOf(attribute, value)).find((key) => key !== null)
    if (fault) faults[name] = fault
    else
      answers.push({
        code: attribute.code,
        question: attribute.question,
        values: shown,
        shown: shown.map((value) => attribute.options.find((one) => one.key === value)?.name ?? value).join(', ')
      })
  }
  return { answers, faults }
}

const datetime = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:?\d\d)?)?$/

function faultOf(attribute: { kind: AttributeKind; options: { key: string }[] }, value: string): string | null {
  if (value.length > caseLimits.answer) return 'caseAnswerLong'
  switch (attribute.kind) {
    case 'number':
      return /^-?\d{1,12}(?:[.,]\d{1,6})?$/.test(value) ? null : 'caseAnswerNumber'
    case 'datetime':
      return datetime.test(value) && !Number.isNaN(Date.parse(value)) ? null : 'caseAnswerDate'
    case 'singlevaluelist':
    case 'multivaluelist':
      return attribute.options.some(({ key }) => key === value) ? null : 'caseAnswerChoice'
    case 'string':
      return value.includes('\n') ? 'caseAnswerLine' : null
    case 'text':
      return null
  }
}

function line(text: string, max: number): string {
  return withoutControls(text.slice(0, max * 4).toWellFormed())
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, max)
}
