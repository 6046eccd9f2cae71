import { describe, expect, test } from 'vitest'
import { log, startLog } from './log.ts'
import { isSecretKey, redact, redactText } from './redact.ts'

function captured(level?: string, pretty = false): string[] {
  const lines: string[] = []
  startLog({ level, pretty, write: (line) => lines.push(line) })
  return lines
}

describe('log lines', () => {
  test('are JSON with time, level, category, message and properties', () => {
    const lines = captured()
    log('fetch').info('fetched {url} in {ms} ms', { url: 'https://example.org/', ms: 12 })
    expect(lines).toHaveLength(1)
    expect(lines[0].endsWith('\n')).toBe(true)
    expect(JSON.parse(lines[0])).toEqual({
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      level: 'info',
      category: 'fetch',
      message: 'fetched https://example.org/ in 12 ms',
      url: 'https://example.org/',
      ms: 12
    })
  })

  test('stay below the level that was set, and `warn` means warning', () => {
    const lines = captured('warn')
    log('fetch').info('no')
    log('fetch').warn('yes')
    expect(lines.map((line) => JSON.parse(line).message)).toEqual(['yes'])
  })

  test('never carry secrets or personal data, by key, in the message, nested, or inside a text', () => {
    const lines = captured('debug')
    log('x').info('sign-in with {password} from {request.ip}', {
      password: 'hunter2',
      request: { ip: '203.0.113.9', headers: { Authorization: 'Bearer abcdefgh', 'Set-Cookie': ['sid=verysecret'] } }
    })
    log('x').error(
      'mail failed',
      new Error('550 <erika@example.org> unknown at 2001:db8::17', { cause: { token: 'tok123' } })
    )
    void log('x').info`tagged ${'max@example.org'} and ${'198.51.100.4'}`
    log('x').info('to {addressOf}', {
      addressOf: 'Hauptstr. 1',
      replyToMail: 'x',
      totpSecret: 'JBSWY3DP',
      'remote-addr': 'y'
    })
    const all = lines.join('')
    for (const secret of [
      'hunter2',
      '203.0.113',
      'abcdefgh',
      'verysecret',
      'erika',
      '2001:db8',
      'tok123',
      'max@',
      '198.51',
      'Hauptstr',
      'JBSWY'
    ])
      expect(all).not.toContain(secret)
    expect(JSON.parse(lines[0]).message).toBe('sign-in with [redacted] from [redacted]')
  })

  test('for people are redacted as well', () => {
    const lines = captured('info', true)
    log('x').info('from {ip}', { ip: '203.0.113.9', token: 'tok123' })
    expect(lines.join('')).toContain('[redacted]')
    expect(lines.join('')).not.toMatch(/203\.0|tok123/)
  })
})

describe('redaction', () => {
  test.each([
    'password',
    'userPassword',
    'IPAddress',
    'ip',
    'clientIp',
    'x-api-key',
    'Set-Cookie',
    'access_token',
    'email',
    'privateKey',
    'dayKey'
  ])('the key %s is secret', (key) => expect(isSecretKey(key)).toBe(true))

  test.each(['zip', 'recipe', 'ship', 'mailbox', 'key', 'municipality', 'skipped', 'tokenise'])(
    'the key %s is not',
    (key) => expect(isSecretKey(key)).toBe(false)
  )

  test('addresses in texts go, times and the own machine stay', () => {
    expect(redactText('at 12:34:56 on 127.0.0.1:3000 and ::1')).toBe('at 12:34:56 on 127.0.0.1:3000 and ::1')
    expect(redactText('2026-11-03T10:00:00.000Z')).toBe('2026-11-03T10:00:00.000Z')
    expect(redactText('from 10.1.2.3, [2001:db8::1]:443 and ::ffff:10.1.2.3')).toBe(
      'from [redacted], [[redacted]]:443 and [redacted]'
    )
    expect(redactText('smtp://me:pass@mail.example.org/?token=abc&page=2')).toBe(
      'smtp://[redacted]@mail.example.org/?token=[redacted]&page=2'
    )
  })

  test('what the database says of a row stays out: it quotes what the row holds', () => {
    const error = Object.assign(new Error('new row violates check constraint'), {
      severity: 'ERROR',
      code: '23514',
      detail: 'Failing row contains (Meine Aktennummer ist 4711).',
      where: 'JSON data, line 1: {"content":"Meine Aktennummer',
      internalQuery: 'select Aktennummer'
    })
    expect(JSON.stringify(redact(error))).not.toContain('Aktennummer')
    expect(redact(error)).toMatchObject({ code: '23514', message: 'new row violates check constraint' })
  })

  test('cycles, depth and breadth are bounded', () => {
    const ring: Record<string, unknown> = { name: 'ring' }
    ring.self = ring
    expect(JSON.stringify(redact(ring))).toContain('[deeper]')
    expect(redact(Array.from({ length: 1000 }, (_, index) => index))).toHaveLength(100)
    expect(redact(Buffer.from('abc'))).toBe('[3 bytes]')
    expect(redact(new Map([['token', 'a']]))).toEqual({ token: '[redacted]' })
  })

  test('a long hostile text takes no long time', () => {
    const start = performance.now()
    for (const text of [
      'a@'.repeat(50_000),
      ':'.repeat(100_000),
      '1.'.repeat(50_000),
      'a.'.repeat(50_000) + '@',
      '//' + 'a'.repeat(100_000)
    ])
      redactText(text)
    expect(performance.now() - start).toBeLessThan(2000)
  })
})
