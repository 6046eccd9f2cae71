// A CSV file as people save it: from Excel in whatever encoding, with semicolons or commas, with or without a first line
// that names the separator. What cannot be read is refused with the line and what to do.
import { Refusal } from '#platform/refusal.ts'
import { isFormula } from './cells.ts'

/** How large a file may be. */
export const fileLimits = { bytes: 2_000_000, rows: 10_000, cell: 20_000, columns: 100 } as const

export interface CsvRow {
  /** Where it begins in the file, 1 is the first line. */
  line: number
  cells: string[]
  /** Which of the cells a spreadsheet would calculate; one that is marked as text it would not. */
  formulas: number[]
}

export interface CsvTable {
  header: string[]
  rows: CsvRow[]
}

/** The bytes of a file as text. @throws Refusal `csv.tooLarge`, `csv.isExcel`, `csv.noText`, `csv.empty` */
export function textOf(bytes: Uint8Array): string {
  if (bytes.length > fileLimits.bytes) throw new Refusal('csv.tooLarge', { max: fileLimits.bytes })
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) throw new Refusal('csv.isExcel')
  if (bytes[0] === 0xd0 && bytes[1] === 0xcf) throw new Refusal('csv.isExcel')
  const text = decoded(bytes)
  // eslint-disable-next-line no-control-regex -- a text holds none of these
  if (/[\0-\x08\x0e-\x1f]/.test(text)) throw new Refusal('csv.noText')
  if (!text.trim()) throw new Refusal('csv.empty')
  return text
}

/** UTF-16 and UTF-8 by their marks, UTF-8 where it is valid, and Windows' own encoding, in which every byte is a letter. */
function decoded(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

/**
 * The rows of a file, the first of which names the columns.
 * @throws Refusal `csv.quoteOpen`, `csv.quoteInside` {line}, `csv.tooManyRows`, `csv.noRows`, `csv.tooManyColumns`, `csv.broken`
 */
export async function readCsv(text: string): Promise<CsvTable> {
  const named = /^sep=(.)\r?\n/i.exec(text)
  const body = named ? text.slice(named[0].length) : text
  const records = await parsed(body, named?.[1] ?? separatorOf(body))
  const skipped = named ? 1 : 0
  const rows = records.map(({ record, info }) => ({
    // The parser counts up to where a row ends; line breaks inside its cells lie before that.
    line: info.lines + skipped - record.join('').split('\n').length + 1,
    cells: record.map(cleaned),
    formulas: record.flatMap((cell, index) => (isFormula(cell.trim()) ? [index] : []))
  }))
  const [header, ...filled] = rows.filter(({ cells }) => cells.some(Boolean))
  if (!header || filled.length === 0) throw new Refusal('csv.noRows')
  if (header.cells.length > fileLimits.columns) throw new Refusal('csv.tooManyColumns')
  if (filled.length > fileLimits.rows)
    throw new Refusal('csv.tooManyRows', { max: fileLimits.rows, count: filled.length })
  return { header: header.cells, rows: filled }
}

interface Parsed {
  record: string[]
  info: { lines: number }
}

async function parsed(text: string, delimiter: string): Promise<Parsed[]> {
  // Loaded by who reads a file, and by nobody else.
  const { CsvError, parse } = await import('csv-parse/sync')
  try {
    return parse(text, {
      delimiter,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: fileLimits.cell * 5
    }) as unknown as Parsed[]
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const line = Number(/line (\d+)/.exec(error.message)?.[1] ?? 0)
    if (error.code === 'CSV_QUOTE_NOT_CLOSED') throw new Refusal('csv.quoteOpen', { line })
    if (/QUOTE/.test(error.code)) throw new Refusal('csv.quoteInside', { line })
    if (error.code === 'CSV_MAX_RECORD_SIZE') throw new Refusal('csv.quoteOpen', { line })
    throw new Refusal('csv.broken', { line })
  }
}

/** The separator that stands in the first line most often, outside of quotes. */
function separatorOf(text: string): string {
  const first = (/^\s*([^\r\n]*)/.exec(text)?.[1] ?? '').replace(/"[^"]*"/g, '')
  const counts = [';', ',', '\t'].map((one) => [one, first.split(one).length] as const)
  return counts.toSorted((a, b) => b[1] - a[1])[0]![0]
}

/** A cell without stray blanks, and without the mark that keeps a spreadsheet from calculating it. */
function cleaned(cell: string): string {
  return cell
    .replace(/\r\n?/g, '\n')
    .trim()
    .replace(/^'(?=[=+\-@])/, '')
    .toWellFormed()
}
