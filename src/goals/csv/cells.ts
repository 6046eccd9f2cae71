// What a cell says: numbers, days and lists as people in a German town hall write them.
import { isDay } from '../check.ts'

/** Thrown nowhere: what a cell is, or the key of the message that says why it cannot be read. */
export type Cell<Value> = { value: Value; problem?: undefined } | { value?: undefined; problem: string }

/** `1234,5`, `1.234,5`, `1234.5`, `12 %`. One group of three behind one point says nothing clear and is refused. */
export function numberIn(text: string): Cell<number | null> {
  const bare = text
    .trim()
    .replace(/[\u00a0\u202f ']/g, '')
    .replace(/[\u2212\u2013]/, '-')
    .replace(/(%|€)$/, '')
  if (bare === '') return { value: null }
  if (/^-?[1-9]\d{0,2}\.\d{3}$/.test(bare)) return { problem: 'goals.numberUnclear' }
  const plain = /^-?\d{1,3}(\.\d{3})+(,\d+)?$/.test(bare)
    ? bare.replaceAll('.', '').replace(',', '.')
    : /^-?\d+,\d+$/.test(bare)
      ? bare.replace(',', '.')
      : bare
  if (!/^-?\d{1,15}(\.\d{1,10})?$/.test(plain)) return { problem: 'goals.numberShape' }
  return { value: Number(plain) }
}

/** `31.12.2026`, `2026-12-31`, or a year alone, which begins and ends as asked. */
export function dayIn(text: string, ofYear: 'first' | 'last' | null): Cell<string | null> {
  const bare = text.trim()
  if (bare === '') return { value: null }
  const german = /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})$/.exec(bare)
  const day = german
    ? `${german[3]}-${german[2]!.padStart(2, '0')}-${german[1]!.padStart(2, '0')}`
    : /^\d{4}$/.test(bare) && ofYear
      ? `${bare}-${ofYear === 'first' ? '01-01' : '12-31'}`
      : bare
  return isDay(day) ? { value: day } : { problem: 'goals.dayShape' }
}

/** `3, 11`, `SDG 3; SDG 11`. */
export function sdgsIn(text: string): Cell<number[]> {
  const parts = text
    .split(/[,;/\s]+/)
    .map((part) => part.replace(/^sdg/i, ''))
    .filter(Boolean)
  const sdgs = parts.map(Number)
  if (parts.some((part) => !/^\d{1,2}$/.test(part)) || sdgs.some((one) => one < 1 || one > 17))
    return { problem: 'goals.sdgShape' }
  return { value: [...new Set(sdgs)].toSorted((a, b) => a - b) }
}

/** Whether a spreadsheet would calculate this cell, or failed to: what arrives must be what people see. */
export function isFormula(text: string): boolean {
  return (
    /^[=@]/.test(text) ||
    /^[+-][A-ZÄÖÜ]*\(/i.test(text) ||
    /^#(REF|NAME|VALUE|WERT|BEZUG|DIV\/0|NULL|NUM|ZAHL|NV|N\/A)[!?]?$/.test(text)
  )
}
