// Which column of a file is which.
import { Refusal } from '#platform/refusal.ts'
import type { CsvRow } from './read.ts'

/** A problem of a row: in which column (empty: of the whole row), and the message. */
export interface RowProblem {
  column: string
  key: string
  data: Record<string, unknown>
}

export interface Columns<Name extends string> {
  /** Where each column stands; undefined where the file has none. */
  at: Partial<Record<Name, number>>
  /** Columns of the file that nobody knows. */
  unknown: string[]
  count: number
}

/**
 * Finds the columns by their titles, in any order and case.
 * @throws Refusal `csv.columnMissing`, `csv.columnTwice`
 */
export function findColumns<Name extends string>(
  header: string[],
  known: Record<Name, readonly string[]>,
  required: readonly NoInfer<Name>[]
): Columns<Name> {
  const at: Partial<Record<Name, number>> = {}
  const unknown: string[] = []
  for (const [index, title] of header.entries()) {
    const bare = title
      .toLocaleLowerCase('de')
      .replace(/[\s_*:]+/g, ' ')
      .trim()
    const name = (Object.keys(known) as Name[]).find((one) => known[one].includes(bare))
    if (!name) {
      if (title) unknown.push(title.slice(0, 60))
    } else if (at[name] !== undefined) throw new Refusal('csv.columnTwice', { column: title })
    else at[name] = index
  }
  for (const name of required)
    if (at[name] === undefined) throw new Refusal('csv.columnMissing', { column: capital(known[name][0]!) })
  return { at, unknown, count: header.length }
}

function capital(text: string): string {
  return text.slice(0, 1).toLocaleUpperCase('de') + text.slice(1)
}

/** What no row may have, whatever it says: cells without a column, formulas, endless texts. */
export function problemsOfForm(row: CsvRow, header: string[]): RowProblem[] {
  const problems: RowProblem[] = []
  if (row.cells.slice(header.length).some(Boolean))
    problems.push({ column: '', key: 'csv.tooManyCells', data: { columns: header.length, cells: row.cells.length } })
  for (const [index, cell] of row.cells.slice(0, header.length).entries()) {
    const column = header[index] ?? ''
    if (row.formulas.includes(index)) problems.push({ column, key: 'csv.formula', data: { cell: cell.slice(0, 60) } })
    else if (cell.length > 20_000) problems.push({ column, key: 'goals.textLong', data: {} })
  }
  return problems
}
