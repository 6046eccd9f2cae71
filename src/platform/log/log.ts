/**
 * Structured logs: one JSON object a line on stderr, or readable lines when a person looks on. Everything passes the
 * redaction first, so that no secret and no personal data gets into a log by accident.
 */
import { configureSync, getAnsiColorFormatter, getLogger } from '@logtape/logtape'
import type { LogLevel, LogRecord, Logger } from '@logtape/logtape'
import { isSecretKey, redact, redacted } from './redact.ts'

export type { Logger }

/**
 * The logger of a part of the program, such as `log('fetch')`. Give values as properties, by name:
 * `log('mail').warn('mail to {municipality} was refused', { municipality, code })`.
 */
export function log(category: string): Logger {
  return getLogger(['ortsgespraech', category])
}

export interface LogOptions {
  /** trace, debug, info, warning, error, fatal; default LOG_LEVEL, else info. */
  level?: string
  /** Lines for people instead of JSON; default: whether stderr is a terminal. */
  pretty?: boolean
  write?: (line: string) => void
}

/** Starts logging. May be called again with other options. Before the first call nothing is written. */
export function startLog(options: LogOptions = {}): void {
  const level = levelOf(options.level ?? process.env.LOG_LEVEL)
  const pretty = options.pretty ?? process.stderr.isTTY === true
  const write = options.write ?? ((line: string) => void process.stderr.write(line))
  const format = pretty ? prettyLine : jsonLine
  configureSync({
    reset: true,
    sinks: { lines: (record) => write(format(clean(record))) },
    loggers: [
      { category: [], sinks: ['lines'], lowestLevel: level },
      { category: ['fedify'], lowestLevel: atLeastWarning(level) },
      { category: ['logtape', 'meta'], lowestLevel: 'warning' }
    ]
  })
}

function levelOf(name: string | undefined): LogLevel {
  const known: LogLevel[] = ['trace', 'debug', 'info', 'warning', 'error', 'fatal']
  const wanted = name?.toLowerCase().replace(/^warn$/, 'warning')
  return known.find((level) => level === wanted) ?? 'info'
}

/** Fedify reports the other servers' faults in detail: ours to see only when we look for it. */
function atLeastWarning(level: LogLevel): LogLevel {
  return level === 'info' ? 'warning' : level
}

/** The record without secrets, in its properties as well as in the values inside its message. */
function clean(record: LogRecord): LogRecord {
  const names = placeholders(record.rawMessage)
  const values = (record.message.length - 1) / 2
  const message = record.message.map((part, index) => {
    if (index % 2 === 0) return redact(part)
    const name = names.length === values ? names[(index - 1) / 2] : undefined
    if (name === undefined && typeof record.rawMessage === 'string') return redacted
    return name?.split(/[.[\]?"']+/).some(isSecretKey) ? redacted : redact(part)
  })
  return { ...record, message, properties: redact(record.properties) as Record<string, unknown> }
}

function placeholders(template: LogRecord['rawMessage']): string[] {
  if (typeof template !== 'string') return []
  return [
    ...template
      .replaceAll('{{', '')
      .replaceAll('}}', '')
      .matchAll(/\{([^{}]*)\}/g)
  ].map((match) => match[1].trim())
}

function jsonLine(record: LogRecord): string {
  const text = record.message.map((part) => (typeof part === 'string' ? part : (JSON.stringify(part) ?? ''))).join('')
  const head = {
    at: new Date(record.timestamp).toISOString(),
    level: record.level,
    category: record.category.filter((part) => part !== 'ortsgespraech').join('.'),
    message: text
  }
  return JSON.stringify({ ...record.properties, ...head }) + '\n'
}

const ansi = getAnsiColorFormatter({ timestamp: 'time', category: (category) => category.slice(-2).join('·') })

function prettyLine(record: LogRecord): string {
  const extra = Object.keys(record.properties).length ? ' ' + JSON.stringify(record.properties) : ''
  return ansi(record).trimEnd() + extra + '\n'
}
