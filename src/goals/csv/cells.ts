// What a cell says: numbers, days and lists as people in a German town hall write them.
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
