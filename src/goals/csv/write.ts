// Writes CSV as German spreadsheets open it: semicolons, UTF-8 with its mark, no cell that would be calculated.

/** A file with these lines; the first one names the columns. */
export function writeCsv(lines: string[][]): string {
  return `\ufeff${lines.map((cells) => cells.map(written).join(';')).join('\r\n')}\r\n`
}

function written(cell: string): string {
  const safe = /^[=+\-@\t\r]/.test(cell) && !/^-[\d.,]+$/.test(cell) ? `'${cell}` : cell
  return /[";\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
